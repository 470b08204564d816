import { asc, eq } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { trackingEvents } from '../models/shipments.ts';

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
