import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { categories } from './products.ts';

export const promotions = pgTable('promotions', {
  code: text('code').primaryKey(),
  description: text('description').notNull(),
  kind: text('kind', { enum: ['percent', 'amount', 'free-shipping'] }).notNull(),
  /** Percent for `percent`, cents for `amount`, unused for `free-shipping`. */
  value: integer('value').notNull().default(0),
  minimumCents: integer('minimum_cents').notNull().default(0),
  categoryId: integer('category_id').references(() => categories.id),
  startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
  endsAt: timestamp('ends_at', { withTimezone: true }),
});

export type Promotion = typeof promotions.$inferSelect;
