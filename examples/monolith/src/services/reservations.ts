import type { Database } from '../lib/database.ts';
import type {
  Reservation,
  ReservationLine,
  ReservationRequest,
  ReserveOutcome,
  Shortage,
} from '../lib/inventory-gateway.ts';
import { addMinutes, compareText, groupBy, sumBy } from '../lib/utils.ts';
import type { StockReservation } from '../models/reservations.ts';
import type { StockLevel } from '../models/stock.ts';
import {
  closeHeld,
  deleteReservation,
  findOpenReservation,
  findOverdue,
  findReservationLines,
  insertReservation,
  insertReservationLines,
} from '../repositories/reservations.ts';
import { changeReserved, lockLevels } from '../repositories/stock-levels.ts';

const HOLD_MINUTES = 15;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Pick extends ReservationLine {
  warehouse: string;
}

/** Sorted by sku; the same sku twice is added up. */
function mergeLines(lines: readonly ReservationLine[]): ReservationLine[] {
  return [...groupBy(lines, (line) => line.sku)]
    .map(([sku, group]) => ({ sku, quantity: sumBy(group, (line) => line.quantity) }))
    .sort((a, b) => compareText(a.sku, b.sku));
}

/** Warehouses with the most available units first: fewer parcels per order. */
export function planHold(
  lines: readonly ReservationLine[],
  levels: readonly StockLevel[],
): { picks: Pick[]; shortages: Shortage[] } {
  const picks: Pick[] = [];
  const shortages: Shortage[] = [];
  for (const { sku, quantity } of lines) {
    const free = levels
      .filter((level) => level.sku === sku)
      .map((level) => ({ warehouse: level.warehouse, units: level.onHand - level.reserved }))
      .sort((a, b) => b.units - a.units || compareText(a.warehouse, b.warehouse));
    const available = sumBy(free, (place) => place.units);
    if (available < quantity) {
      shortages.push({ sku, requested: quantity, available });
      continue;
    }
    let missing = quantity;
    for (const { warehouse, units } of free) {
      const taken = Math.min(units, missing);
      if (taken > 0) picks.push({ sku, warehouse, quantity: taken });
      missing -= taken;
    }
  }
  return { picks, shortages };
}

function toReservation(row: StockReservation, lines: readonly ReservationLine[]): Reservation {
  return {
    reservationId: row.id,
    orderId: row.orderId,
    status: row.status === 'committed' ? 'committed' : 'held',
    lines: mergeLines(lines),
    expiresAt: row.expiresAt.toISOString(),
  };
}

async function existing(tx: Database, orderId: number): Promise<ReserveOutcome> {
  const row = await findOpenReservation(tx, orderId);
  if (row === undefined)
    throw new Error(`the reservation of order ${orderId} has just been closed`);
  const lines = await findReservationLines(tx, [row.id]);
  return { outcome: 'existing', reservation: toReservation(row, lines) };
}

/** Holds stock for an order, all lines or none. Must run in a transaction. */
export async function hold(
  tx: Database,
  request: ReservationRequest,
  now: Date,
): Promise<ReserveOutcome> {
  await expireOverdue(tx, now);
  const row = await insertReservation(tx, {
    orderId: request.orderId,
    expiresAt: addMinutes(now, HOLD_MINUTES),
    createdAt: now,
  });
  if (row === undefined) return existing(tx, request.orderId);
  const lines = mergeLines(request.lines);
  const levels = await lockLevels(
    tx,
    lines.map((line) => line.sku),
  );
  const { picks, shortages } = planHold(lines, levels);
  if (shortages.length > 0) {
    // The caller's transaction may go on; leave nothing behind in it.
    await deleteReservation(tx, row.id);
    return { outcome: 'insufficient-stock', shortages };
  }
  await insertReservationLines(
    tx,
    picks.map((pick) => ({ reservationId: row.id, ...pick })),
  );
  for (const pick of picks) await changeReserved(tx, pick, now);
  return { outcome: 'reserved', reservation: toReservation(row, lines) };
}

async function giveBack(tx: Database, reservationId: string, now: Date): Promise<void> {
  for (const line of await findReservationLines(tx, [reservationId])) {
    await changeReserved(tx, { ...line, quantity: -line.quantity }, now);
  }
}

/** False when there is no held reservation of that id. */
export async function releaseHold(
  db: Database,
  reservationId: string,
  now: Date,
): Promise<boolean> {
  if (!UUID.test(reservationId)) return false;
  return db.transaction(async (tx) => {
    const closed = await closeHeld(tx, reservationId, 'released');
    if (closed === undefined) return false;
    await giveBack(tx, reservationId, now);
    return true;
  });
}

/** Returns how many holds have run out and were given back. */
export async function expireOverdue(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const overdue = await findOverdue(tx, now);
    for (const { id } of overdue) {
      await closeHeld(tx, id, 'expired');
      await giveBack(tx, id, now);
    }
    return overdue.length;
  });
}
