import { and, asc, eq, ilike, inArray, or, type SQL } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { type Category, categories, products, productVariants } from '../models/products.ts';

const variantColumns = {
  sku: productVariants.sku,
  title: productVariants.title,
  priceCents: productVariants.priceCents,
  weightGrams: productVariants.weightGrams,
  productId: products.id,
  productName: products.name,
  productStatus: products.status,
  taxClass: products.taxClass,
  categoryId: products.categoryId,
};

export type VariantRow = Awaited<ReturnType<typeof findVariants>>[number];

export function findVariants(db: Database, skus: string[]) {
  return db
    .select(variantColumns)
    .from(productVariants)
    .innerJoin(products, eq(products.id, productVariants.productId))
    .where(inArray(productVariants.sku, skus));
}

export function findVariantsOfProducts(db: Database, productIds: number[]) {
  return db
    .select(variantColumns)
    .from(productVariants)
    .innerJoin(products, eq(products.id, productVariants.productId))
    .where(inArray(productVariants.productId, productIds))
    .orderBy(asc(productVariants.productId), asc(productVariants.position));
}

export interface ProductFilter {
  categoryIds?: number[] | undefined;
  text?: string | undefined;
  limit: number;
  offset: number;
}

/** `%` and `_` mean themselves in what a customer types. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

export function findProducts(db: Database, filter: ProductFilter) {
  const conditions: (SQL | undefined)[] = [eq(products.status, 'active')];
  if (filter.categoryIds !== undefined) {
    conditions.push(inArray(products.categoryId, filter.categoryIds));
  }
  if (filter.text !== undefined) {
    const pattern = containing(filter.text);
    conditions.push(or(ilike(products.name, pattern), ilike(products.description, pattern)));
  }
  return db
    .select()
    .from(products)
    .where(and(...conditions))
    .orderBy(asc(products.name), asc(products.id))
    .limit(filter.limit)
    .offset(filter.offset);
}

export async function findProductBySlug(db: Database, slug: string) {
  const rows = await db
    .select()
    .from(products)
    .where(and(eq(products.slug, slug), eq(products.status, 'active')));
  return rows[0];
}

export function findProductsBySlugs(db: Database, slugs: string[]) {
  return db
    .select({ slug: products.slug, name: products.name })
    .from(products)
    .where(and(inArray(products.slug, slugs), eq(products.status, 'active')));
}

export function findCategories(db: Database): Promise<Category[]> {
  return db.select().from(categories).orderBy(asc(categories.position), asc(categories.id));
}

export async function updatePrice(db: Database, sku: string, priceCents: number): Promise<boolean> {
  const rows = await db
    .update(productVariants)
    .set({ priceCents })
    .where(eq(productVariants.sku, sku))
    .returning({ sku: productVariants.sku });
  return rows.length > 0;
}
