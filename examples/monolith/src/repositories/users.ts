import { and, asc, desc, eq } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { type Address, addresses, type User, users } from '../models/users.ts';

export async function findUserByEmail(db: Database, email: string): Promise<User | undefined> {
  const rows = await db.select().from(users).where(eq(users.email, email));
  return rows[0];
}

export async function findUserById(db: Database, id: number): Promise<User | undefined> {
  const rows = await db.select().from(users).where(eq(users.id, id));
  return rows[0];
}

/** Undefined when the e-mail address is taken. */
export async function insertUser(
  db: Database,
  user: typeof users.$inferInsert,
): Promise<User | undefined> {
  const rows = await db.insert(users).values(user).onConflictDoNothing().returning();
  return rows[0];
}

export async function lockUser(db: Database, id: number, until: Date | null): Promise<void> {
  await db.update(users).set({ lockedUntil: until }).where(eq(users.id, id));
}

export function findAddresses(db: Database, userId: number): Promise<Address[]> {
  return db
    .select()
    .from(addresses)
    .where(eq(addresses.userId, userId))
    .orderBy(desc(addresses.isDefault), asc(addresses.id));
}

export async function findAddress(
  db: Database,
  userId: number,
  addressId: number,
): Promise<Address | undefined> {
  const rows = await db
    .select()
    .from(addresses)
    .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)));
  return rows[0];
}

export async function insertAddress(
  db: Database,
  address: typeof addresses.$inferInsert,
): Promise<Address[]> {
  return db.insert(addresses).values(address).returning();
}

export async function clearDefaultAddress(db: Database, userId: number): Promise<void> {
  await db.update(addresses).set({ isDefault: false }).where(eq(addresses.userId, userId));
}
