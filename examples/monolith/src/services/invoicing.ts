import { sql } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { notFound } from '../lib/errors.ts';
import type { Invoice } from '../models/payments.ts';
import { findInvoice, insertInvoice, lastNumber } from '../repositories/invoices.ts';
import { orderById } from './orders.ts';

/** Any constant: invoices are numbered one at a time. */
const NUMBERING_LOCK = 720_512;

/** `2026-000041`: consecutive within a year, as the tax office wants it. */
export function nextNumber(year: number, last: string | null): string {
  const counter = last === null ? 0 : Number(last.split('-')[1]);
  return `${year}-${String(counter + 1).padStart(6, '0')}`;
}

export async function issueInvoice(tx: Database, orderId: number, now: Date): Promise<Invoice> {
  const existing = await findInvoice(tx, orderId);
  if (existing !== undefined) return existing;
  await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(NUMBERING_LOCK))})`);
  const order = await orderById(tx, orderId);
  const year = now.getUTCFullYear();
  const invoice: Invoice = {
    number: nextNumber(year, await lastNumber(tx, `${year}-`)),
    orderId,
    netCents: order.totalCents - order.taxCents,
    taxCents: order.taxCents,
    grossCents: order.totalCents,
    issuedAt: now,
  };
  await insertInvoice(tx, invoice);
  return invoice;
}

export async function invoiceOf(db: Database, orderId: number): Promise<Invoice> {
  const invoice = await findInvoice(db, orderId);
  if (invoice === undefined) {
    throw notFound('NO_INVOICE_YET', 'The invoice is written when the parcel leaves.');
  }
  return invoice;
}
