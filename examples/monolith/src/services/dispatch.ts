import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../lib/database.ts';
import { conflict } from '../lib/errors.ts';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import type { Shipment } from '../models/shipments.ts';
import { findPending, markDispatched } from '../repositories/shipments.ts';

export function packingList(db: Database): Promise<Shipment[]> {
  return findPending(db, 100);
}

/**
 * Moves the order along with its parcel. Written as SQL because importing the orders service here
 * once closed a circle of imports; since then two places write the orders table.
 */
export async function moveOrder(
  tx: Database,
  orderId: number,
  step: { from: string; to: string; note: string; at: Date },
): Promise<boolean> {
  const moved = await rowsOf<{ id: number }>(
    tx,
    sql`update orders set status = ${step.to} where id = ${orderId} and status = ${step.from} returning id`,
  );
  if (moved.length === 0) return false;
  await tx.execute(
    sql`insert into order_status_history (order_id, status, note, changed_at)
        values (${orderId}, ${step.to}, ${step.note}, ${step.at.toISOString()}::timestamptz)`,
  );
  return true;
}

/** The parcel is handed to the carrier. */
export async function dispatchShipment(
  shop: ShopContext,
  shipmentId: number,
  trackingCode: string,
): Promise<Shipment> {
  const at = shop.now();
  const shipment = await shop.db.transaction(async (tx) => {
    const dispatched = await markDispatched(tx, shipmentId, { trackingCode, dispatchedAt: at });
    if (dispatched === undefined) {
      throw conflict('NOT_WAITING', `There is no shipment ${shipmentId} waiting to leave.`);
    }
    const note = `${dispatched.carrier} ${trackingCode}`;
    await moveOrder(tx, dispatched.orderId, { from: 'placed', to: 'shipped', note, at });
    return dispatched;
  });
  const { orderId, carrier } = shipment;
  shop.events.emit('ShipmentDispatched', { orderId, trackingCode, carrier });
  log.info('shipment dispatched', { shipmentId, orderId });
  return shipment;
}
