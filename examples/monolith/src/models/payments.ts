import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const payments = pgTable('payments', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  orderId: integer('order_id').notNull(),
  method: text('method', { enum: ['card', 'invoice'] }).notNull(),
  status: text('status', { enum: ['authorised', 'captured', 'voided', 'refunded'] }).notNull(),
  amountCents: integer('amount_cents').notNull(),
  providerReference: text('provider_reference').notNull(),
  riskScore: integer('risk_score').notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  capturedAt: timestamp('captured_at', { withTimezone: true }),
});

export const refunds = pgTable('refunds', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  paymentId: integer('payment_id')
    .notNull()
    .references(() => payments.id, { onDelete: 'cascade' }),
  amountCents: integer('amount_cents').notNull(),
  reason: text('reason').notNull(),
  providerReference: text('provider_reference').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const invoices = pgTable('invoices', {
  number: text('number').primaryKey(),
  orderId: integer('order_id').notNull().unique(),
  netCents: integer('net_cents').notNull(),
  taxCents: integer('tax_cents').notNull(),
  grossCents: integer('gross_cents').notNull(),
  issuedAt: timestamp('issued_at', { withTimezone: true }).notNull().defaultNow(),
});

export type Payment = typeof payments.$inferSelect;
export type Invoice = typeof invoices.$inferSelect;
