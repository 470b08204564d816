import { date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const pageViews = pgTable('page_views', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  path: text('path').notNull(),
  productSlug: text('product_slug'),
  sessionHash: text('session_hash').notNull(),
  viewedAt: timestamp('viewed_at', { withTimezone: true }).notNull().defaultNow(),
});

export const dailySales = pgTable('daily_sales', {
  day: date('day', { mode: 'string' }).primaryKey(),
  orders: integer('orders').notNull().default(0),
  units: integer('units').notNull().default(0),
  grossCents: integer('gross_cents').notNull().default(0),
  refundedCents: integer('refunded_cents').notNull().default(0),
});

export const productSales = pgTable('product_sales', {
  sku: text('sku').primaryKey(),
  units: integer('units').notNull().default(0),
  orders: integer('orders').notNull().default(0),
  lastSoldAt: timestamp('last_sold_at', { withTimezone: true }),
});
