import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../database/database.ts';
import { allocate, findShortages, type Line, mergeLines, type Shortage } from './allocation.ts';
import { insertMovement } from './movements.ts';
import {
  insertReservation,
  openReservation,
  type ReservationStatus,
  type StoredReservation,
} from './reservation-store.ts';
import { findLevels } from './stock.ts';

interface Reservation {
  readonly reservationId: string;
  readonly orderId: number;
  readonly status: ReservationStatus;
  /** Sorted by SKU. */
  readonly lines: readonly Line[];
  readonly expiresAt: Date;
}

export type Reserved =
  | { readonly kind: 'created'; readonly reservation: Reservation }
  | { readonly kind: 'existing'; readonly reservation: Reservation }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/** Holds stock for an order until `now + seconds`: all lines or none, once per order. */
export function reserve(
  database: Database,
  request: { readonly orderId: number; readonly lines: readonly Line[] },
  timing: { readonly now: Date; readonly seconds: number },
): Promise<Reserved> {
  return database.transaction(async (tx) => {
    await lockOrder(tx, request.orderId);
    const existing = await openReservation(tx, request.orderId, timing.now);
    if (existing !== undefined) return { kind: 'existing', reservation: publicView(existing) };
    const skus = request.lines.map((line) => line.sku);
    const levels = await findLevels(tx, skus, timing.now, 'lock');
    const shortages = findShortages(request.lines, levels);
    if (shortages.length > 0) return { kind: 'short', shortages };
    const reservation: StoredReservation = {
      reservationId: randomUUID(),
      orderId: request.orderId,
      status: 'held',
      expiresAt: new Date(timing.now.getTime() + timing.seconds * 1_000),
      allocations: allocate(request.lines, levels),
    };
    await insertReservation(tx, reservation, timing.now);
    await touchStock(tx, reservation, timing.now);
    return { kind: 'created', reservation: publicView(reservation) };
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** False when no held reservation has this id. */
export function release(database: Database, reservationId: string, now: Date): Promise<boolean> {
  if (!UUID.test(reservationId)) return Promise.resolve(false);
  return database.transaction(async (tx) => {
    const rows = await tx.query<{ id: string }>(
      `update reservations set status = 'released'
        where id = $1 and status = 'held' and expires_at > $2 returning id`,
      [reservationId, now],
    );
    await tx.query(
      `update stock s set updated_at = $2 from reservation_lines l
        where l.reservation_id = any($1::uuid[]) and l.sku = s.sku and l.warehouse = s.warehouse`,
      [rows.map((row) => row.id), now],
    );
    return rows.length > 0;
  });
}

export type Committed = 'committed' | 'already-committed' | 'no-reservation';

/** The order exists: its held units leave the stock, one movement per line and warehouse. */
export async function commitOrder(tx: Queries, orderId: number, now: Date): Promise<Committed> {
  await lockOrder(tx, orderId);
  const reservation = await openReservation(tx, orderId, now);
  if (reservation === undefined) return 'no-reservation';
  if (reservation.status === 'committed') return 'already-committed';
  const { reservationId, allocations } = reservation;
  await findLevels(
    tx,
    allocations.map((line) => line.sku),
    now,
    'lock',
  );
  await tx.query(`update reservations set status = 'committed' where id = $1`, [reservationId]);
  for (const { sku, warehouse, quantity } of allocations) {
    const reason = `order ${orderId}`;
    await insertMovement(tx, { sku, warehouse, quantity: -quantity, reason }, now);
  }
  return 'committed';
}

/** Two requests for one order wait for each other, also before a row exists to be locked. */
async function lockOrder(tx: Queries, orderId: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`order:${orderId}`]);
}

async function touchStock(tx: Queries, reservation: StoredReservation, now: Date): Promise<void> {
  for (const { sku, warehouse } of reservation.allocations) {
    await tx.query('update stock set updated_at = $3 where sku = $1 and warehouse = $2', [
      sku,
      warehouse,
      now,
    ]);
  }
}

function publicView(stored: StoredReservation): Reservation {
  const { reservationId, orderId, status, expiresAt } = stored;
  return { reservationId, orderId, status, lines: mergeLines(stored.allocations), expiresAt };
}
