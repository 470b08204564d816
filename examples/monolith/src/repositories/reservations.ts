import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import {
  type StockReservation,
  type StockReservationLine,
  stockReservationLines,
  stockReservations,
} from '../models/reservations.ts';

/**
 * Undefined when the order already has an open reservation. A concurrent request for the same order
 * waits here until the first one has committed or rolled back.
 */
export async function insertReservation(
  tx: Database,
  reservation: { orderId: number; expiresAt: Date; createdAt: Date },
): Promise<StockReservation | undefined> {
  const rows = await tx
    .insert(stockReservations)
    .values({ id: randomUUID(), status: 'held', ...reservation })
    .onConflictDoNothing()
    .returning();
  return rows[0];
}

export async function deleteReservation(tx: Database, id: string): Promise<void> {
  await tx.delete(stockReservations).where(eq(stockReservations.id, id));
}

export async function insertReservationLines(
  tx: Database,
  lines: StockReservationLine[],
): Promise<void> {
  await tx.insert(stockReservationLines).values(lines);
}

export async function findOpenReservation(
  db: Database,
  orderId: number,
): Promise<StockReservation | undefined> {
  const rows = await db
    .select()
    .from(stockReservations)
    .where(
      and(
        eq(stockReservations.orderId, orderId),
        inArray(stockReservations.status, ['held', 'committed']),
      ),
    );
  return rows[0];
}

export function findHeld(db: Database): Promise<StockReservation[]> {
  return db
    .select()
    .from(stockReservations)
    .where(eq(stockReservations.status, 'held'))
    .orderBy(asc(stockReservations.orderId));
}

export function findReservationLines(
  db: Database,
  reservationIds: string[],
): Promise<StockReservationLine[]> {
  return db
    .select()
    .from(stockReservationLines)
    .where(inArray(stockReservationLines.reservationId, reservationIds))
    .orderBy(
      asc(stockReservationLines.reservationId),
      sql`${stockReservationLines.sku} collate "C"`,
      sql`${stockReservationLines.warehouse} collate "C"`,
    );
}

/** Ends a hold; undefined when it was not held any more, so that nobody gives units back twice. */
export async function closeHeld(
  tx: Database,
  id: string,
  status: 'committed' | 'released' | 'expired',
): Promise<StockReservation | undefined> {
  const rows = await tx
    .update(stockReservations)
    .set({ status })
    .where(and(eq(stockReservations.id, id), eq(stockReservations.status, 'held')))
    .returning();
  return rows[0];
}

export function findOverdue(tx: Database, now: Date): Promise<{ id: string }[]> {
  return tx
    .select({ id: stockReservations.id })
    .from(stockReservations)
    .where(and(eq(stockReservations.status, 'held'), lte(stockReservations.expiresAt, now)))
    .orderBy(asc(stockReservations.id))
    .for('update', { skipLocked: true });
}
