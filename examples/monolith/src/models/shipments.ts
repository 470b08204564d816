import { char, date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const shippingRates = pgTable('shipping_rates', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  country: char('country', { length: 2 }).notNull(),
  service: text('service', { enum: ['standard', 'express'] }).notNull(),
  upToGrams: integer('up_to_grams').notNull(),
  priceCents: integer('price_cents').notNull(),
  days: integer('days').notNull(),
});

export const shipments = pgTable('shipments', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  orderId: integer('order_id').notNull(),
  service: text('service', { enum: ['standard', 'express'] }).notNull(),
  carrier: text('carrier').notNull(),
  status: text('status', {
    enum: ['pending', 'dispatched', 'in-transit', 'delivered', 'cancelled'],
  })
    .notNull()
    .default('pending'),
  trackingCode: text('tracking_code').unique(),
  weightGrams: integer('weight_grams').notNull(),
  promisedBy: date('promised_by', { mode: 'string' }).notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  dispatchedAt: timestamp('dispatched_at', { withTimezone: true }),
});

export const trackingEvents = pgTable('tracking_events', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  shipmentId: integer('shipment_id')
    .notNull()
    .references(() => shipments.id, { onDelete: 'cascade' }),
  status: text('status').notNull(),
  location: text('location').notNull().default(''),
  happenedAt: timestamp('happened_at', { withTimezone: true }).notNull(),
});

export type ShippingRate = typeof shippingRates.$inferSelect;
export type Shipment = typeof shipments.$inferSelect;
export type ShippingService = Shipment['service'];
