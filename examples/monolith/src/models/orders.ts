import { char, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

export interface DeliveryAddress {
  name: string;
  street: string;
  postalCode: string;
  city: string;
  country: string;
}

export const orders = pgTable('orders', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity({ startWith: 7001 }),
  customerId: integer('customer_id')
    .notNull()
    .references(() => users.id),
  status: text('status', {
    enum: ['placed', 'shipped', 'delivered', 'cancelled', 'refunded'],
  }).notNull(),
  promotionCode: text('promotion_code'),
  subtotalCents: integer('subtotal_cents').notNull(),
  discountCents: integer('discount_cents').notNull().default(0),
  shippingCents: integer('shipping_cents').notNull().default(0),
  taxCents: integer('tax_cents').notNull(),
  totalCents: integer('total_cents').notNull(),
  currency: char('currency', { length: 3 }).notNull().default('EUR'),
  shipTo: jsonb('ship_to').$type<DeliveryAddress>().notNull(),
  reservationId: text('reservation_id'),
  placedAt: timestamp('placed_at', { withTimezone: true }).notNull().defaultNow(),
});

export const orderLines = pgTable(
  'order_lines',
  {
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    sku: text('sku').notNull(),
    title: text('title').notNull(),
    quantity: integer('quantity').notNull(),
    unitCents: integer('unit_cents').notNull(),
    discountCents: integer('discount_cents').notNull().default(0),
    taxRatePercent: integer('tax_rate_percent').notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.sku] })],
);

export const orderStatusHistory = pgTable('order_status_history', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  orderId: integer('order_id')
    .notNull()
    .references(() => orders.id, { onDelete: 'cascade' }),
  status: text('status').notNull(),
  note: text('note').notNull().default(''),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull().defaultNow(),
});

export type Order = typeof orders.$inferSelect;
export type OrderStatus = Order['status'];
export type OrderLine = typeof orderLines.$inferSelect;
