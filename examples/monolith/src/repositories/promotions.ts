import { eq } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { type Promotion, promotions } from '../models/promotions.ts';

export async function findPromotion(db: Database, code: string): Promise<Promotion | undefined> {
  const rows = await db.select().from(promotions).where(eq(promotions.code, code));
  return rows[0];
}

/** False when the code is taken. */
export async function insertPromotion(
  db: Database,
  promotion: typeof promotions.$inferInsert,
): Promise<boolean> {
  const rows = await db
    .insert(promotions)
    .values(promotion)
    .onConflictDoNothing()
    .returning({ code: promotions.code });
  return rows.length > 0;
}

export async function endPromotion(db: Database, code: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(promotions)
    .set({ endsAt: at })
    .where(eq(promotions.code, code))
    .returning({ code: promotions.code });
  return rows.length > 0;
}
