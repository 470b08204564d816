import { notFound } from '../lib/errors.ts';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { findProductBySlug } from '../repositories/products.ts';
import { ratingOf, saveReview } from '../repositories/reviews.ts';

/** Whether the reviewer has bought the product is not asked: gifts get reviewed too. */
export async function writeReview(
  shop: ShopContext,
  userId: number,
  slug: string,
  review: { rating: number; body: string },
): Promise<{ average: number | null; count: number }> {
  const product = await findProductBySlug(shop.db, slug);
  if (product === undefined) throw notFound('UNKNOWN_PRODUCT', `There is no product ${slug}.`);
  await saveReview(shop.db, { productId: product.id, userId, ...review, createdAt: shop.now() });
  log.info('review written', { slug, rating: review.rating });
  return ratingOf(shop.db, product.id);
}
