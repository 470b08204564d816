import { eq } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { notificationPreferences } from '../models/email.ts';

export interface Preferences {
  orderUpdates: boolean;
  cartReminders: boolean;
}

/** Who has never chosen gets everything. */
const DEFAULTS: Preferences = { orderUpdates: true, cartReminders: true };

export async function findPreferences(db: Database, userId: number): Promise<Preferences> {
  const rows = await db
    .select({
      orderUpdates: notificationPreferences.orderUpdates,
      cartReminders: notificationPreferences.cartReminders,
    })
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, userId));
  return rows[0] ?? DEFAULTS;
}

export async function savePreferences(
  db: Database,
  userId: number,
  preferences: Preferences,
  updatedAt: Date,
): Promise<void> {
  await db
    .insert(notificationPreferences)
    .values({ userId, ...preferences, updatedAt })
    .onConflictDoUpdate({
      target: notificationPreferences.userId,
      set: { ...preferences, updatedAt },
    });
}
