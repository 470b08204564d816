import type { OrderCreated } from '../lib/events.ts';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import {
  closeHeld,
  findOpenReservation,
  findReservationLines,
} from '../repositories/reservations.ts';
import { takeReserved } from '../repositories/stock-levels.ts';
import { insertMovement } from '../repositories/stock-movements.ts';

/** Handles `OrderCreated`: what was held for the order leaves the stock. Safe to repeat. */
export async function commitStock(shop: ShopContext, event: OrderCreated): Promise<void> {
  const { orderId } = event.data;
  const now = shop.now();
  const committed = await shop.db.transaction(async (tx) => {
    const open = await findOpenReservation(tx, orderId);
    if (open === undefined || open.status === 'committed') return open?.status;
    const closed = await closeHeld(tx, open.id, 'committed');
    if (closed === undefined) return undefined;
    for (const { sku, warehouse, quantity } of await findReservationLines(tx, [open.id])) {
      const onHand = await takeReserved(tx, { sku, warehouse, quantity }, now);
      const reason = `order ${orderId}`;
      await insertMovement(tx, { sku, warehouse, quantity: -quantity, reason, onHand }, now);
    }
    return 'committed';
  });
  if (committed === undefined) log.warn('order without held stock', { orderId });
}
