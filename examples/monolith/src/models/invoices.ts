import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const invoices = pgTable('invoices', {
  number: text('number').primaryKey(),
  orderId: integer('order_id').notNull().unique(),
  netCents: integer('net_cents').notNull(),
  taxCents: integer('tax_cents').notNull(),
  grossCents: integer('gross_cents').notNull(),
  issuedAt: timestamp('issued_at', { withTimezone: true }).notNull().defaultNow(),
});

export type Invoice = typeof invoices.$inferSelect;
