import { avg, count, desc, eq } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { reviews } from '../models/reviews.ts';

export function findReviews(db: Database, productId: number, limit = 20) {
  return db
    .select({ rating: reviews.rating, body: reviews.body, createdAt: reviews.createdAt })
    .from(reviews)
    .where(eq(reviews.productId, productId))
    .orderBy(desc(reviews.createdAt), desc(reviews.id))
    .limit(limit);
}

export async function ratingOf(
  db: Database,
  productId: number,
): Promise<{ average: number | null; count: number }> {
  const [row] = await db
    .select({ average: avg(reviews.rating), count: count() })
    .from(reviews)
    .where(eq(reviews.productId, productId));
  const average = row?.average ?? null;
  return { average: average === null ? null : Number(average), count: Number(row?.count ?? 0) };
}

/** A second review of the same product replaces the first. */
export async function saveReview(
  db: Database,
  review: { productId: number; userId: number; rating: number; body: string; createdAt: Date },
): Promise<void> {
  await db
    .insert(reviews)
    .values(review)
    .onConflictDoUpdate({
      target: [reviews.productId, reviews.userId],
      set: { rating: review.rating, body: review.body, createdAt: review.createdAt },
    });
}
