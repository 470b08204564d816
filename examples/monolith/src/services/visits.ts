import { createHash } from 'node:crypto';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { addDays } from '../lib/utils.ts';
import { deletePageViewsBefore, insertPageView } from '../repositories/page-views.ts';

const KEPT_DAYS = 90;

/** A page must not fail because it could not be counted. */
export async function countVisit(
  shop: ShopContext,
  visit: { path: string; productSlug: string | null; sessionId: string },
): Promise<void> {
  const { path, productSlug, sessionId } = visit;
  // Enough to tell visits apart, useless for taking over a session.
  const sessionHash = createHash('sha256').update(sessionId).digest('hex').slice(0, 16);
  try {
    await insertPageView(shop.db, { path, productSlug, sessionHash, viewedAt: shop.now() });
  } catch (error) {
    log.warn('visit not counted', { path, error });
  }
}

export async function forgetOldVisits(shop: ShopContext): Promise<number> {
  return deletePageViewsBefore(shop.db, addDays(shop.now(), -KEPT_DAYS));
}
