import { eq, like, max } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { type Invoice, invoices } from '../models/payments.ts';

export async function findInvoice(db: Database, orderId: number): Promise<Invoice | undefined> {
  const rows = await db.select().from(invoices).where(eq(invoices.orderId, orderId));
  return rows[0];
}

/** The highest number issued with a prefix such as `2026-`. */
export async function lastNumber(tx: Database, prefix: string): Promise<string | null> {
  const [row] = await tx
    .select({ number: max(invoices.number) })
    .from(invoices)
    .where(like(invoices.number, `${prefix}%`));
  return row?.number ?? null;
}

export async function insertInvoice(tx: Database, invoice: Invoice): Promise<void> {
  await tx.insert(invoices).values(invoice);
}
