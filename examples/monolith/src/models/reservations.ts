import { integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const stockReservations = pgTable('stock_reservations', {
  id: uuid('id').primaryKey(),
  orderId: integer('order_id').notNull(),
  status: text('status', { enum: ['held', 'committed', 'released', 'expired'] }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const stockReservationLines = pgTable(
  'stock_reservation_lines',
  {
    reservationId: uuid('reservation_id')
      .notNull()
      .references(() => stockReservations.id, { onDelete: 'cascade' }),
    sku: text('sku').notNull(),
    warehouse: text('warehouse').notNull(),
    quantity: integer('quantity').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reservationId, table.sku, table.warehouse] })],
);

export type StockReservation = typeof stockReservations.$inferSelect;
export type StockReservationLine = typeof stockReservationLines.$inferSelect;
