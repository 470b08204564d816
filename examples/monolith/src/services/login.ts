import type { Database } from '../lib/database.ts';
import { HttpError } from '../lib/errors.ts';
import { log } from '../lib/logger.ts';
import { hashPassword, verifyPassword } from '../lib/passwords.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { issueToken } from '../lib/tokens.ts';
import { addMinutes } from '../lib/utils.ts';
import type { User } from '../models/users.ts';
import { countFailures, recordAttempt } from '../repositories/login-attempts.ts';
import { findUserByEmail, lockUser } from '../repositories/users.ts';

const ALLOWED_FAILURES = 5;
const WINDOW_MINUTES = 15;
const LOCK_MINUTES = 15;

/** Compared against for unknown addresses, so that they take as long as known ones. */
const NOBODY = hashPassword('nobody has this password');

export function recentFailures(db: Database, email: string, now: Date): Promise<number> {
  return countFailures(db, email, addMinutes(now, -WINDOW_MINUTES));
}

async function lockAfterFailures(shop: ShopContext, user: User): Promise<void> {
  const now = shop.now();
  if ((await recentFailures(shop.db, user.email, now)) < ALLOWED_FAILURES) return;
  await lockUser(shop.db, user.id, addMinutes(now, LOCK_MINUTES));
  log.warn('account locked', { userId: user.id, minutes: LOCK_MINUTES });
}

/** @throws HttpError 401 without saying which of the two was wrong; 423 while locked. */
export async function login(
  shop: ShopContext,
  credentials: { email: string; password: string; ipAddress: string | null },
): Promise<{ token: string; userId: number; role: User['role'] }> {
  const email = credentials.email.toLowerCase();
  const now = shop.now();
  const user = await findUserByEmail(shop.db, email);
  if (user?.lockedUntil !== null && user?.lockedUntil !== undefined && user.lockedUntil > now) {
    throw new HttpError(423, 'ACCOUNT_LOCKED', 'Too many attempts. Try again in a few minutes.');
  }
  const stored = user?.passwordHash ?? (await NOBODY);
  const matches = await verifyPassword(credentials.password, stored);
  const succeeded = user !== undefined && matches;
  const { ipAddress } = credentials;
  await recordAttempt(shop.db, { email, succeeded, ipAddress, attemptedAt: now });
  if (!succeeded) {
    if (user !== undefined) await lockAfterFailures(shop, user);
    throw new HttpError(401, 'WRONG_CREDENTIALS', 'E-mail address or password is wrong.');
  }
  if (user.lockedUntil !== null) await lockUser(shop.db, user.id, null);
  const token = await issueToken({ userId: user.id, role: user.role }, shop.jwtSecret);
  return { token, userId: user.id, role: user.role };
}
