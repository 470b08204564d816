import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { single } from '../lib/utils.ts';
import {
  type Order,
  type OrderLine,
  type OrderStatus,
  orderLines,
  orderStatusHistory,
  orders,
} from '../models/orders.ts';

export async function insertOrder(
  tx: Database,
  order: typeof orders.$inferInsert,
  lines: Omit<OrderLine, 'orderId'>[],
): Promise<Order> {
  const row = single(await tx.insert(orders).values(order).returning());
  await tx.insert(orderLines).values(lines.map((line) => ({ orderId: row.id, ...line })));
  await recordStatus(tx, row.id, row.status, 'order placed', row.placedAt);
  return row;
}

export async function recordStatus(
  tx: Database,
  orderId: number,
  status: OrderStatus,
  note: string,
  changedAt: Date,
): Promise<void> {
  await tx.insert(orderStatusHistory).values({ orderId, status, note, changedAt });
}

export async function setReservation(
  tx: Database,
  orderId: number,
  reservationId: string,
): Promise<void> {
  await tx.update(orders).set({ reservationId }).where(eq(orders.id, orderId));
}

export async function findOrder(db: Database, id: number): Promise<Order | undefined> {
  const rows = await db.select().from(orders).where(eq(orders.id, id));
  return rows[0];
}

export function findOrdersOf(db: Database, customerId: number, limit: number): Promise<Order[]> {
  return db
    .select()
    .from(orders)
    .where(eq(orders.customerId, customerId))
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(limit);
}

export function findLines(db: Database, orderId: number): Promise<OrderLine[]> {
  return db
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.sku));
}

export function findStatusHistory(db: Database, orderId: number) {
  return db
    .select({
      status: orderStatusHistory.status,
      note: orderStatusHistory.note,
      changedAt: orderStatusHistory.changedAt,
    })
    .from(orderStatusHistory)
    .where(eq(orderStatusHistory.orderId, orderId))
    .orderBy(asc(orderStatusHistory.id));
}

/** Undefined when the order was in none of the `from` states: somebody else was faster. */
export async function moveStatus(
  tx: Database,
  orderId: number,
  from: OrderStatus[],
  to: OrderStatus,
): Promise<Order | undefined> {
  const rows = await tx
    .update(orders)
    .set({ status: to })
    .where(and(eq(orders.id, orderId), inArray(orders.status, from)))
    .returning();
  return rows[0];
}
