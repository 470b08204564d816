import type { Database } from '../lib/database.ts';
import { notFound } from '../lib/errors.ts';
import type { Shipment } from '../models/shipments.ts';
import {
  findShipmentByCode,
  findTrackingEvents,
  insertTrackingEvent,
  setShipmentStatus,
} from '../repositories/shipments.ts';
import { moveOrder } from './dispatch.ts';

export interface CarrierReport {
  trackingCode: string;
  status: 'in-transit' | 'delivered';
  location: string;
  happenedAt: Date;
}

async function shipmentOf(db: Database, trackingCode: string): Promise<Shipment> {
  const shipment = await findShipmentByCode(db, trackingCode);
  if (shipment === undefined) {
    throw notFound('UNKNOWN_TRACKING_CODE', `No parcel travels under ${trackingCode}.`);
  }
  return shipment;
}

/** What the carrier's webhook tells. Repeats are ignored, and nothing un-delivers a parcel. */
export async function recordCarrierReport(db: Database, report: CarrierReport): Promise<boolean> {
  const shipment = await shipmentOf(db, report.trackingCode);
  return db.transaction(async (tx) => {
    const { status, location, happenedAt } = report;
    const news = await insertTrackingEvent(tx, {
      shipmentId: shipment.id,
      status,
      location,
      happenedAt,
    });
    if (!news || shipment.status === 'delivered') return news;
    await setShipmentStatus(tx, shipment.id, status);
    if (status === 'delivered') {
      const note = location === '' ? 'delivered' : `delivered in ${location}`;
      const step = { from: 'shipped', to: 'delivered', note, at: happenedAt };
      await moveOrder(tx, shipment.orderId, step);
    }
    return news;
  });
}

export async function trackParcel(db: Database, trackingCode: string) {
  const { id, carrier, status, promisedBy } = await shipmentOf(db, trackingCode);
  return { trackingCode, carrier, status, promisedBy, events: await findTrackingEvents(db, id) };
}
