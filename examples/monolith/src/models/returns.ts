import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { orders } from './orders.ts';

export const returnRequests = pgTable('return_requests', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  orderId: integer('order_id')
    .notNull()
    .references(() => orders.id, { onDelete: 'cascade' }),
  sku: text('sku').notNull(),
  quantity: integer('quantity').notNull(),
  reason: text('reason').notNull(),
  status: text('status', { enum: ['requested', 'accepted', 'rejected'] })
    .notNull()
    .default('requested'),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull().defaultNow(),
});

export type ReturnRequest = typeof returnRequests.$inferSelect;
