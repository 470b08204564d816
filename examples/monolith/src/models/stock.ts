import { char, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const warehouses = pgTable('warehouses', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  country: char('country', { length: 2 }).notNull(),
});

// The foreign key to product_variants exists in the database (migrations/0002_stock.sql) only.
export const stockLevels = pgTable(
  'stock_levels',
  {
    sku: text('sku').notNull(),
    warehouse: text('warehouse')
      .notNull()
      .references(() => warehouses.code),
    onHand: integer('on_hand').notNull().default(0),
    reserved: integer('reserved').notNull().default(0),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.sku, table.warehouse] })],
);

export const stockMovements = pgTable('stock_movements', {
  id: uuid('id').primaryKey(),
  sku: text('sku').notNull(),
  warehouse: text('warehouse').notNull(),
  quantity: integer('quantity').notNull(),
  reason: text('reason').notNull(),
  onHandAfter: integer('on_hand_after').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
});

export type StockLevel = typeof stockLevels.$inferSelect;
