import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { type StockLevel, stockLevels, warehouses } from '../models/stock.ts';

/** Code-unit order, whatever the collation of the database. */
const skuOrder = sql`${stockLevels.sku} collate "C"`;
const warehouseOrder = sql`${stockLevels.warehouse} collate "C"`;

export function findLevels(db: Database, skus: string[]): Promise<StockLevel[]> {
  return db
    .select()
    .from(stockLevels)
    .where(inArray(stockLevels.sku, skus))
    .orderBy(skuOrder, warehouseOrder);
}

/** Same as `findLevels`, and nobody else changes them until the transaction ends. */
export function lockLevels(tx: Database, skus: string[]): Promise<StockLevel[]> {
  return tx
    .select()
    .from(stockLevels)
    .where(inArray(stockLevels.sku, skus))
    .orderBy(skuOrder, warehouseOrder)
    .for('update');
}

export function findAllLevels(db: Database): Promise<StockLevel[]> {
  return db.select().from(stockLevels).orderBy(skuOrder, warehouseOrder);
}

export async function firstSkus(db: Database, limit: number): Promise<string[]> {
  const rows = await db
    .select({ sku: stockLevels.sku })
    .from(stockLevels)
    .groupBy(stockLevels.sku)
    .orderBy(skuOrder)
    .limit(limit);
  return rows.map((row) => row.sku);
}

export async function changeReserved(
  tx: Database,
  line: { sku: string; warehouse: string; quantity: number },
  now: Date,
): Promise<void> {
  await tx
    .update(stockLevels)
    .set({ reserved: sql`${stockLevels.reserved} + ${line.quantity}`, updatedAt: now })
    .where(and(eq(stockLevels.sku, line.sku), eq(stockLevels.warehouse, line.warehouse)));
}

/** The held units leave the building: they were counted twice, in `on_hand` and `reserved`. */
export async function takeReserved(
  tx: Database,
  line: { sku: string; warehouse: string; quantity: number },
  now: Date,
): Promise<number> {
  const rows = await tx
    .update(stockLevels)
    .set({
      onHand: sql`${stockLevels.onHand} - ${line.quantity}`,
      reserved: sql`${stockLevels.reserved} - ${line.quantity}`,
      updatedAt: now,
    })
    .where(and(eq(stockLevels.sku, line.sku), eq(stockLevels.warehouse, line.warehouse)))
    .returning({ onHand: stockLevels.onHand });
  return rows[0]?.onHand ?? 0;
}

export async function setOnHand(
  tx: Database,
  level: { sku: string; warehouse: string; onHand: number },
  now: Date,
): Promise<void> {
  await tx
    .insert(stockLevels)
    .values({ ...level, updatedAt: now })
    .onConflictDoUpdate({
      target: [stockLevels.sku, stockLevels.warehouse],
      set: { onHand: level.onHand, updatedAt: now },
    });
}

export async function warehouseExists(db: Database, code: string): Promise<boolean> {
  const rows = await db
    .select({ code: warehouses.code })
    .from(warehouses)
    .where(eq(warehouses.code, code));
  return rows.length > 0;
}
