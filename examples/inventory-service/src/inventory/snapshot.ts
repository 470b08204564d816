import type { Database, Queries } from '../database/database.ts';
import type { Allocation } from './allocation.ts';
import { heldReservations, insertReservation } from './reservation-store.ts';
import { findLevels } from './stock.ts';

/** What another instance needs to answer the same; `/inventory/export` serves it. */
export interface Snapshot {
  readonly exportedAt: Date;
  /** Sorted by SKU and warehouse. */
  readonly stock: readonly SnapshotLevel[];
  /** The held ones, sorted by order. */
  readonly reservations: readonly {
    readonly reservationId: string;
    readonly orderId: number;
    readonly status: 'held';
    readonly expiresAt: Date;
    readonly lines: readonly Allocation[];
  }[];
}

export interface SnapshotLevel {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface BackfillCounts {
  readonly stock: number;
  readonly reservations: number;
  /** Rows that differed from the source and were written. */
  readonly changed: number;
  /** Rows closed or dropped because the source no longer has them. */
  readonly removed: number;
  /** Levels whose `reserved` the held reservations of the source do not explain. */
  readonly unexplained: number;
}

export function takeSnapshot(database: Database, now: Date): Promise<Snapshot> {
  return database.transaction(async (tx) => {
    const levels = await findLevels(tx, 'all', now);
    const held = await heldReservations(tx, now);
    return {
      exportedAt: now,
      stock: levels.map(({ sku, warehouse, onHand, reserved }) => ({
        sku,
        warehouse,
        onHand,
        reserved,
      })),
      reservations: held.map(({ reservationId, orderId, expiresAt, allocations }) => ({
        reservationId,
        orderId,
        status: 'held',
        expiresAt,
        lines: allocations,
      })),
    };
  });
}

/**
 * Makes this database equal to the snapshot, in one transaction, so that readers see the state
 * before or after and nothing between. Running it again changes nothing.
 */
export function applySnapshot(
  database: Database,
  snapshot: Snapshot,
  now: Date,
): Promise<BackfillCounts> {
  return database.transaction(async (tx) => {
    const stock = await replaceStock(tx, snapshot.stock, now);
    const reservations = await replaceReservations(tx, snapshot, now);
    const levels = await findLevels(tx, 'all', now);
    const expected = new Map(snapshot.stock.map((row) => [keyOf(row), row.reserved]));
    return {
      stock: snapshot.stock.length,
      reservations: snapshot.reservations.length,
      changed: stock.changed + reservations.changed,
      removed: stock.removed + reservations.removed,
      unexplained: levels.filter((row) => expected.get(keyOf(row)) !== row.reserved).length,
    };
  });
}

function keyOf(level: { readonly sku: string; readonly warehouse: string }): string {
  return `${level.sku}\n${level.warehouse}`;
}

async function replaceStock(
  tx: Queries,
  stock: readonly SnapshotLevel[],
  now: Date,
): Promise<{ changed: number; removed: number }> {
  const skus = stock.map((row) => row.sku);
  const warehouses = stock.map((row) => row.warehouse);
  await tx.query(
    `insert into warehouses (code, name) select distinct code, code from unnest($1::text[]) code
     on conflict (code) do nothing`,
    [warehouses],
  );
  const removed = await tx.query(
    `delete from stock s where not exists (
       select 1 from unnest($1::text[], $2::text[]) kept (sku, warehouse)
        where kept.sku = s.sku and kept.warehouse = s.warehouse) returning 1`,
    [skus, warehouses],
  );
  const changed = await tx.query(
    `insert into stock (sku, warehouse, on_hand, updated_at)
     select sku, warehouse, on_hand, $4::timestamptz
       from unnest($1::text[], $2::text[], $3::int[]) given (sku, warehouse, on_hand)
     on conflict (sku, warehouse) do update
       set on_hand = excluded.on_hand, updated_at = excluded.updated_at
       where stock.on_hand <> excluded.on_hand
     returning 1`,
    [skus, warehouses, stock.map((row) => row.onHand), now],
  );
  return { changed: changed.length, removed: removed.length };
}

/** Until the traffic has moved the source owns every hold; what it has closed is closed here. */
async function replaceReservations(
  tx: Queries,
  snapshot: Snapshot,
  now: Date,
): Promise<{ changed: number; removed: number }> {
  const ids = snapshot.reservations.map((reservation) => reservation.reservationId);
  const removed = await tx.query(
    `update reservations set status = 'released'
      where status = 'held' and not (id = any($1::uuid[])) returning 1`,
    [ids],
  );
  const known = await tx.query<{ id: string }>(
    `select id from reservations where status = 'held' and id = any($1::uuid[])`,
    [ids],
  );
  const unchanged = new Set(known.map((row) => row.id));
  const missing = snapshot.reservations.filter(
    ({ reservationId }) => !unchanged.has(reservationId),
  );
  await tx.query(
    `delete from reservations
      where id = any($1::uuid[]) or (status = 'committed' and order_id = any($2::int[]))`,
    [
      missing.map((reservation) => reservation.reservationId),
      missing.map((reservation) => reservation.orderId),
    ],
  );
  for (const { reservationId, orderId, status, expiresAt, lines } of missing) {
    await insertReservation(
      tx,
      { reservationId, orderId, status, expiresAt, allocations: lines },
      now,
    );
  }
  return { changed: missing.length, removed: removed.length };
}
