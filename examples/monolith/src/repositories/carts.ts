import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { single } from '../lib/utils.ts';
import { type Cart, cartItems, carts } from '../models/carts.ts';

export async function findCart(db: Database, id: string): Promise<Cart | undefined> {
  const rows = await db.select().from(carts).where(eq(carts.id, id));
  return rows[0];
}

export async function insertCart(db: Database, userId: number | null, now: Date): Promise<Cart> {
  const values = { id: randomUUID(), userId, createdAt: now, updatedAt: now };
  return single(await db.insert(carts).values(values).returning());
}

export function findItems(
  db: Database,
  cartId: string,
): Promise<{ sku: string; quantity: number }[]> {
  return db
    .select({ sku: cartItems.sku, quantity: cartItems.quantity })
    .from(cartItems)
    .where(eq(cartItems.cartId, cartId))
    .orderBy(asc(cartItems.addedAt), asc(cartItems.sku));
}

export async function addItem(
  db: Database,
  item: { cartId: string; sku: string; quantity: number; addedAt: Date },
): Promise<void> {
  await db
    .insert(cartItems)
    .values(item)
    .onConflictDoUpdate({
      target: [cartItems.cartId, cartItems.sku],
      set: { quantity: sql`${cartItems.quantity} + ${item.quantity}` },
    });
}

export async function setQuantity(
  db: Database,
  cartId: string,
  sku: string,
  quantity: number,
): Promise<boolean> {
  const rows = await db
    .update(cartItems)
    .set({ quantity })
    .where(and(eq(cartItems.cartId, cartId), eq(cartItems.sku, sku)))
    .returning({ sku: cartItems.sku });
  return rows.length > 0;
}

export async function removeItem(db: Database, cartId: string, sku: string): Promise<boolean> {
  const rows = await db
    .delete(cartItems)
    .where(and(eq(cartItems.cartId, cartId), eq(cartItems.sku, sku)))
    .returning({ sku: cartItems.sku });
  return rows.length > 0;
}

/** A basket that was changed may be reminded of again. */
export async function touchCart(
  db: Database,
  id: string,
  change: { promotionCode?: string | null; updatedAt: Date },
): Promise<void> {
  await db
    .update(carts)
    .set({ ...change, remindedAt: null })
    .where(eq(carts.id, id));
}

export async function assignCart(db: Database, id: string, userId: number): Promise<void> {
  await db
    .update(carts)
    .set({ userId })
    .where(and(eq(carts.id, id), isNull(carts.userId)));
}

export async function emptyCart(db: Database, id: string): Promise<void> {
  await db.delete(cartItems).where(eq(cartItems.cartId, id));
  await db.update(carts).set({ promotionCode: null }).where(eq(carts.id, id));
}
