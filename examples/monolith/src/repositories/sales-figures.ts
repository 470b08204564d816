import { asc, between, desc, sql } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { dailySales, productSales } from '../models/figures.ts';

export async function addToDay(
  tx: Database,
  day: string,
  change: { orders?: number; units?: number; grossCents?: number; refundedCents?: number },
): Promise<void> {
  const { orders = 0, units = 0, grossCents = 0, refundedCents = 0 } = change;
  await tx
    .insert(dailySales)
    .values({ day, orders, units, grossCents, refundedCents })
    .onConflictDoUpdate({
      target: dailySales.day,
      set: {
        orders: sql`${dailySales.orders} + ${orders}`,
        units: sql`${dailySales.units} + ${units}`,
        grossCents: sql`${dailySales.grossCents} + ${grossCents}`,
        refundedCents: sql`${dailySales.refundedCents} + ${refundedCents}`,
      },
    });
}

export async function addToProduct(
  tx: Database,
  sale: { sku: string; units: number; soldAt: Date },
): Promise<void> {
  const { sku, units, soldAt } = sale;
  await tx
    .insert(productSales)
    .values({ sku, units, orders: 1, lastSoldAt: soldAt })
    .onConflictDoUpdate({
      target: productSales.sku,
      set: {
        units: sql`${productSales.units} + ${units}`,
        orders: sql`${productSales.orders} + 1`,
        lastSoldAt: soldAt,
      },
    });
}

export function findDays(db: Database, from: string, to: string) {
  return db
    .select()
    .from(dailySales)
    .where(between(dailySales.day, from, to))
    .orderBy(asc(dailySales.day));
}

export function findBestsellers(db: Database, limit: number) {
  return db
    .select({ sku: productSales.sku, units: productSales.units, orders: productSales.orders })
    .from(productSales)
    .orderBy(desc(productSales.units), asc(productSales.sku))
    .limit(limit);
}
