import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const emailMessages = pgTable('email_messages', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  userId: integer('user_id'),
  recipient: text('recipient').notNull(),
  template: text('template').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  status: text('status', { enum: ['queued', 'sent', 'failed'] })
    .notNull()
    .default('queued'),
  attempts: integer('attempts').notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  sentAt: timestamp('sent_at', { withTimezone: true }),
});

export const notificationPreferences = pgTable('notification_preferences', {
  userId: integer('user_id').primaryKey(),
  orderUpdates: boolean('order_updates').notNull().default(true),
  cartReminders: boolean('cart_reminders').notNull().default(true),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

export type EmailMessage = typeof emailMessages.$inferSelect;
