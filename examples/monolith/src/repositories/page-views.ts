import { lt } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { pageViews } from '../models/figures.ts';

export async function insertPageView(
  db: Database,
  view: { path: string; productSlug: string | null; sessionHash: string; viewedAt: Date },
): Promise<void> {
  await db.insert(pageViews).values(view);
}

export async function deletePageViewsBefore(db: Database, before: Date): Promise<number> {
  const rows = await db
    .delete(pageViews)
    .where(lt(pageViews.viewedAt, before))
    .returning({ id: pageViews.id });
  return rows.length;
}
