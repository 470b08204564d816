import { and, asc, eq, gte, inArray } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import {
  type Shipment,
  type ShippingRate,
  type ShippingService,
  shipments,
  shippingRates,
  trackingEvents,
} from '../models/shipments.ts';

/** The cheapest rate that carries the weight. */
export async function findRate(
  db: Database,
  country: string,
  service: ShippingService,
  grams: number,
): Promise<ShippingRate | undefined> {
  const rows = await db
    .select()
    .from(shippingRates)
    .where(
      and(
        eq(shippingRates.country, country),
        eq(shippingRates.service, service),
        gte(shippingRates.upToGrams, grams),
      ),
    )
    .orderBy(asc(shippingRates.upToGrams))
    .limit(1);
  return rows[0];
}

export async function findShipmentByCode(
  db: Database,
  trackingCode: string,
): Promise<Shipment | undefined> {
  const rows = await db.select().from(shipments).where(eq(shipments.trackingCode, trackingCode));
  return rows[0];
}

export function findPending(db: Database, limit: number): Promise<Shipment[]> {
  return db
    .select()
    .from(shipments)
    .where(eq(shipments.status, 'pending'))
    .orderBy(asc(shipments.promisedBy), asc(shipments.id))
    .limit(limit);
}

/** Undefined unless the shipment was waiting. */
export async function markDispatched(
  tx: Database,
  id: number,
  change: { trackingCode: string; dispatchedAt: Date },
): Promise<Shipment | undefined> {
  const rows = await tx
    .update(shipments)
    .set({ ...change, status: 'dispatched' })
    .where(and(eq(shipments.id, id), eq(shipments.status, 'pending')))
    .returning();
  return rows[0];
}

export async function setShipmentStatus(
  tx: Database,
  id: number,
  status: Shipment['status'],
): Promise<void> {
  await tx.update(shipments).set({ status }).where(eq(shipments.id, id));
}

export async function cancelShipments(tx: Database, orderId: number): Promise<void> {
  await tx
    .update(shipments)
    .set({ status: 'cancelled' })
    .where(and(eq(shipments.orderId, orderId), inArray(shipments.status, ['pending'])));
}

/** False when this event was recorded before: carriers send everything twice. */
export async function insertTrackingEvent(
  tx: Database,
  event: { shipmentId: number; status: string; location: string; happenedAt: Date },
): Promise<boolean> {
  const rows = await tx
    .insert(trackingEvents)
    .values(event)
    .onConflictDoNothing()
    .returning({ id: trackingEvents.id });
  return rows.length > 0;
}

export function findTrackingEvents(db: Database, shipmentId: number) {
  return db
    .select({
      status: trackingEvents.status,
      location: trackingEvents.location,
      happenedAt: trackingEvents.happenedAt,
    })
    .from(trackingEvents)
    .where(eq(trackingEvents.shipmentId, shipmentId))
    .orderBy(asc(trackingEvents.happenedAt), asc(trackingEvents.id));
}
