import { desc, eq, sum } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { single } from '../lib/utils.ts';
import { type Payment, payments, refunds } from '../models/payments.ts';

export async function insertPayment(
  tx: Database,
  payment: typeof payments.$inferInsert,
): Promise<Payment> {
  return single(await tx.insert(payments).values(payment).returning());
}

/** The latest payment of an order, locked: two refunds at once must not exceed it. */
export async function lockPayment(tx: Database, orderId: number): Promise<Payment | undefined> {
  const rows = await tx
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(desc(payments.id))
    .limit(1)
    .for('update');
  return rows[0];
}

export async function setPaymentStatus(
  tx: Database,
  id: number,
  change: { status: Payment['status']; capturedAt?: Date },
): Promise<void> {
  await tx.update(payments).set(change).where(eq(payments.id, id));
}

export async function refundedCents(tx: Database, paymentId: number): Promise<number> {
  const [row] = await tx
    .select({ cents: sum(refunds.amountCents) })
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId));
  return Number(row?.cents ?? 0);
}

export async function insertRefund(
  tx: Database,
  refund: typeof refunds.$inferInsert,
): Promise<void> {
  await tx.insert(refunds).values(refund);
}
