import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import type { Order } from '../models/orders.ts';

/** Where parcels that come back are unpacked. */
const RETURNS_WAREHOUSE = 'BER';

/**
 * Puts an order's units back on the shelf: a hold is released, units already taken come back as
 * movements.
 */
export async function restock(
  shop: ShopContext,
  order: Order,
  lines: readonly { sku: string; quantity: number }[],
): Promise<void> {
  const { reservationId } = order;
  if (reservationId !== null && (await shop.inventory.release(reservationId))) return;
  await bookReturn(shop, order.id, lines);
}

export async function bookReturn(
  shop: ShopContext,
  orderId: number,
  lines: readonly { sku: string; quantity: number }[],
): Promise<void> {
  for (const { sku, quantity } of lines) {
    const reason = `return of order ${orderId}`;
    const movement = { sku, warehouse: RETURNS_WAREHOUSE, quantity, reason };
    const result = await shop.inventory.recordMovement(movement);
    if (result.outcome !== 'recorded') {
      log.error('returned goods not booked', { orderId, sku, quantity, outcome: result.outcome });
    }
  }
}
