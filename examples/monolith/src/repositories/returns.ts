import { and, eq, ne, sum } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { single } from '../lib/utils.ts';
import { type ReturnRequest, returnRequests } from '../models/returns.ts';

export async function insertReturn(
  db: Database,
  request: typeof returnRequests.$inferInsert,
): Promise<ReturnRequest> {
  return single(await db.insert(returnRequests).values(request).returning());
}

/** Units of a line that have been sent back or are on their way. */
export async function returnedUnits(db: Database, orderId: number, sku: string): Promise<number> {
  const [row] = await db
    .select({ units: sum(returnRequests.quantity) })
    .from(returnRequests)
    .where(
      and(
        eq(returnRequests.orderId, orderId),
        eq(returnRequests.sku, sku),
        ne(returnRequests.status, 'rejected'),
      ),
    );
  return Number(row?.units ?? 0);
}

/** Undefined when there is no such request or it has been decided already. */
export async function decideReturn(
  tx: Database,
  id: number,
  status: 'accepted' | 'rejected',
): Promise<ReturnRequest | undefined> {
  const rows = await tx
    .update(returnRequests)
    .set({ status })
    .where(and(eq(returnRequests.id, id), eq(returnRequests.status, 'requested')))
    .returning();
  return rows[0];
}
