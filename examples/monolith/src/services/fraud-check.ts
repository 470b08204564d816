import type { Database } from '../lib/database.ts';
import { standingOf } from './customer-standing.ts';

/** Points from 0; what counts as too many is a setting of the back office. */
export async function assessRisk(
  db: Database,
  purchase: { customerId: number; amountCents: number; method: 'card' | 'invoice'; now: Date },
): Promise<number> {
  const standing = await standingOf(db, purchase.customerId, purchase.now);
  let score = 0;
  if (standing.ageInDays < 1) score += 15;
  if (purchase.amountCents > 50_000) score += 25;
  if (purchase.amountCents > 200_000) score += 25;
  // Goods before money: a new customer with a large basket is the classic.
  if (purchase.method === 'invoice' && standing.ageInDays < 30) score += 20;
  score += Math.min(standing.recentLoginFailures, 4) * 10;
  return score;
}
