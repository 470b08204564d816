/** Who listens to what. */
import type { ShopContext } from './lib/shop-context.ts';
import {
  announceParcel,
  confirmCancellation,
  confirmOrder,
  confirmRefund,
} from './services/order-emails.ts';
import { captureForOrder } from './services/payments.ts';
import { countRefund, countSale } from './services/sales-stats.ts';
import { commitStock } from './services/stock-commitment.ts';

export function subscribe(shop: ShopContext): void {
  const { events } = shop;
  // An inventory in another process hears of the order through the outbox.
  if (shop.inventory.joinsTransactions) {
    events.on('OrderCreated', (event) => commitStock(shop, event));
  }
  events.on('OrderCreated', (event) => confirmOrder(shop, event));
  events.on('OrderCreated', (event) => countSale(shop, event));
  events.on('OrderCreated', () => shop.outbox.deliver());

  events.on('OrderCancelled', (event) => confirmCancellation(shop, event));
  events.on('ShipmentDispatched', (event) => captureForOrder(shop, event.orderId));
  events.on('ShipmentDispatched', (event) => announceParcel(shop, event));
  events.on('PaymentRefunded', (event) => confirmRefund(shop, event));
  events.on('PaymentRefunded', (event) => countRefund(shop, event));
}
