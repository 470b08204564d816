import type { Queries, Row } from '../database/database.ts';
import type { Allocation } from './allocation.ts';

export type ReservationStatus = 'held' | 'committed' | 'released' | 'expired';

export interface StoredReservation {
  readonly reservationId: string;
  readonly orderId: number;
  readonly status: ReservationStatus;
  readonly expiresAt: Date;
  /** Sorted by SKU and warehouse. */
  readonly allocations: readonly Allocation[];
}

/** The order's reservation that is held or committed; a hold whose time is over is neither. */
export async function openReservation(
  tx: Queries,
  orderId: number,
  now: Date,
): Promise<StoredReservation | undefined> {
  await tx.query(
    `update reservations set status = 'expired'
      where order_id = $1 and status = 'held' and expires_at <= $2`,
    [orderId, now],
  );
  return (await read(tx, `r.status in ('held', 'committed') and r.order_id = $1`, [orderId]))[0];
}

/** Sorted by order. */
export function heldReservations(queries: Queries, now: Date): Promise<StoredReservation[]> {
  return read(queries, `r.status = 'held' and r.expires_at > $1`, [now]);
}

export async function insertReservation(
  tx: Queries,
  reservation: StoredReservation,
  now: Date,
): Promise<void> {
  const { reservationId, orderId, status, expiresAt } = reservation;
  await tx.query(
    `insert into reservations (id, order_id, status, created_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [reservationId, orderId, status, now, expiresAt],
  );
  await tx.query(
    `insert into reservation_lines (reservation_id, sku, warehouse, quantity)
     select $1, * from unnest($2::text[], $3::text[], $4::int[])`,
    [
      reservationId,
      reservation.allocations.map((line) => line.sku),
      reservation.allocations.map((line) => line.warehouse),
      reservation.allocations.map((line) => line.quantity),
    ],
  );
}

async function read(
  queries: Queries,
  where: string,
  parameters: readonly unknown[],
): Promise<StoredReservation[]> {
  const rows = await queries.query<Joined>(
    `select r.id, r.order_id, r.status, r.expires_at, l.sku, l.warehouse, l.quantity
       from reservations r join reservation_lines l on l.reservation_id = r.id
      where ${where}
      order by r.order_id, r.id, l.sku collate "C", l.warehouse collate "C"`,
    parameters,
  );
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((lines) => {
    const [first] = lines;
    return first === undefined ? [] : [toReservation(first, lines)];
  });
}

interface Joined extends Row, Allocation {
  id: string;
  order_id: number;
  status: ReservationStatus;
  expires_at: Date;
}

function toReservation(first: Joined, rows: readonly Joined[]): StoredReservation {
  return {
    reservationId: first.id,
    orderId: first.order_id,
    status: first.status,
    expiresAt: first.expires_at,
    allocations: rows.map(({ sku, warehouse, quantity }) => ({ sku, warehouse, quantity })),
  };
}
