import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const categories = pgTable('categories', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  parentId: integer('parent_id'),
  position: integer('position').notNull().default(0),
});

export const products = pgTable('products', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
  categoryId: integer('category_id')
    .notNull()
    .references(() => categories.id),
  taxClass: text('tax_class', { enum: ['standard', 'reduced', 'zero'] })
    .notNull()
    .default('standard'),
  status: text('status', { enum: ['draft', 'active', 'retired'] })
    .notNull()
    .default('active'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const productVariants = pgTable('product_variants', {
  sku: text('sku').primaryKey(),
  productId: integer('product_id')
    .notNull()
    .references(() => products.id, { onDelete: 'cascade' }),
  title: text('title').notNull(),
  priceCents: integer('price_cents').notNull(),
  weightGrams: integer('weight_grams').notNull(),
  position: integer('position').notNull().default(0),
});

export type Category = typeof categories.$inferSelect;
export type Product = typeof products.$inferSelect;
export type TaxClass = Product['taxClass'];
