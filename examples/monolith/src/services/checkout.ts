import type { Database } from '../lib/database.ts';
import { conflict, HttpError } from '../lib/errors.ts';
import { type OrderCreated, orderCreated } from '../lib/events.ts';
import type { InventoryGateway, ReservationLine } from '../lib/inventory-gateway.ts';
import { log } from '../lib/logger.ts';
import { CURRENCY } from '../lib/money.ts';
import { settings } from '../lib/settings.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { isoDay, sumBy } from '../lib/utils.ts';
import type { DeliveryAddress, Order } from '../models/orders.ts';
import { shipments } from '../models/shipments.ts';
import { emptyCart, findItems } from '../repositories/carts.ts';
import { insertOrder, setReservation } from '../repositories/orders.ts';
import { deliveryAddressOf } from './account.ts';
import { openCart } from './basket.ts';
import { type DeliveryQuote, quoteDelivery } from './delivery-options.ts';
import { recordEvent } from './order-outbox.ts';
import { type OrderTotals, orderTotals } from './order-totals.ts';
import { authorisePayment, type PaymentChoice } from './payments.ts';
import { priceBasket } from './pricing.ts';

export interface CheckoutForm {
  cartId: string;
  addressId?: number | undefined;
  service: 'standard' | 'express';
  payment: PaymentChoice;
}

interface Draft {
  cartId: string;
  customerId: number;
  promotionCode: string | null;
  shipTo: DeliveryAddress;
  delivery: DeliveryQuote;
  totals: OrderTotals;
}

async function draftOrder(
  shop: ShopContext,
  customerId: number,
  form: CheckoutForm,
): Promise<Draft> {
  const cart = await openCart(shop, form.cartId, customerId);
  const items = await findItems(shop.db, cart.id);
  if (items.length === 0) {
    throw conflict('EMPTY_BASKET', 'There is nothing in the basket.');
  }
  const shipTo = await deliveryAddressOf(shop.db, customerId, form.addressId);
  const basket = await priceBasket(shop.db, items, cart.promotionCode, shop.now());
  const delivery = await quoteDelivery(shop.db, {
    country: shipTo.country,
    service: form.service,
    grams: sumBy(basket.lines, (line) => line.weightGrams * line.quantity),
    goodsCents: basket.subtotalCents - basket.discountCents,
    free: basket.freeShipping,
    now: shop.now(),
  });
  const totals = orderTotals(basket, delivery.priceCents, shipTo.country);
  const { promotionCode } = cart;
  return { cartId: cart.id, customerId, promotionCode, shipTo, delivery, totals };
}

/** What the customer will pay, without buying. */
export async function previewOrder(
  shop: ShopContext,
  customerId: number,
  form: Omit<CheckoutForm, 'payment'>,
) {
  const payment: PaymentChoice = { method: 'invoice' };
  const { delivery, totals, shipTo } = await draftOrder(shop, customerId, { ...form, payment });
  return { ...totals, shipTo, promisedBy: isoDay(delivery.promisedBy), currency: CURRENCY };
}

async function writeOrder(tx: Database, draft: Draft, placedAt: Date): Promise<Order> {
  const { totals, customerId, promotionCode, shipTo } = draft;
  const { lines, ...amounts } = totals;
  return insertOrder(
    tx,
    {
      customerId,
      promotionCode,
      shipTo,
      ...amounts,
      status: 'placed',
      currency: CURRENCY,
      placedAt,
    },
    lines.map(({ sku, title, quantity, unitCents, discountCents, taxRatePercent }) => ({
      sku,
      title,
      quantity,
      unitCents,
      discountCents,
      taxRatePercent,
    })),
  );
}

async function reserveStock(
  tx: Database,
  inventory: InventoryGateway,
  orderId: number,
  lines: ReservationLine[],
): Promise<string> {
  const request = { orderId, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) };
  const result = await inventory.reserve(request, { within: tx });
  if (result.outcome === 'insufficient-stock') {
    throw conflict('INSUFFICIENT_STOCK', 'Somebody was faster: not everything is in stock.', {
      shortages: result.shortages,
    });
  }
  return result.reservation.reservationId;
}

/** Gives back what a rolled-back transaction could not: stock held by another process. */
async function compensate(inventory: InventoryGateway, reservationId: string): Promise<void> {
  if (inventory.joinsTransactions) return;
  try {
    await inventory.release(reservationId);
  } catch (error) {
    log.error('reservation not released; it expires by itself', { reservationId, error });
  }
}

/** Order, stock, payment and shipment come into being together or not at all. */
export async function placeOrder(
  shop: ShopContext,
  customerId: number,
  form: CheckoutForm,
): Promise<Order> {
  if (settings.checkoutPaused) {
    throw new HttpError(503, 'CHECKOUT_PAUSED', 'The checkout is closed for a few minutes.');
  }
  const draft = await draftOrder(shop, customerId, form);
  const now = shop.now();
  let held: string | undefined;
  const { order, event } = await shop.db
    .transaction(async (tx) => {
      const placed = await writeOrder(tx, draft, now);
      const { totalCents } = placed;
      held = await reserveStock(tx, shop.inventory, placed.id, draft.totals.lines);
      await setReservation(tx, placed.id, held);
      await authorisePayment(tx, {
        orderId: placed.id,
        customerId,
        amountCents: totalCents,
        choice: form.payment,
        now,
      });
      await tx.insert(shipments).values({
        orderId: placed.id,
        service: form.service,
        carrier: draft.delivery.carrier,
        weightGrams: draft.delivery.grams,
        promisedBy: isoDay(draft.delivery.promisedBy),
        createdAt: now,
      });
      await emptyCart(tx, draft.cartId);
      const created = createdEvent(placed, draft.totals);
      await recordEvent(tx, created);
      return { order: { ...placed, reservationId: held }, event: created };
    })
    .catch(async (error: unknown) => {
      if (held !== undefined) await compensate(shop.inventory, held);
      throw error;
    });
  shop.events.emit('OrderCreated', event);
  log.info('order placed', { orderId: order.id, totalCents: order.totalCents });
  return order;
}

function createdEvent(order: Order, totals: OrderTotals): OrderCreated {
  return orderCreated({
    orderId: order.id,
    customerId: order.customerId,
    lines: totals.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    total: { amount: order.totalCents, currency: order.currency },
    placedAt: order.placedAt.toISOString(),
  });
}
