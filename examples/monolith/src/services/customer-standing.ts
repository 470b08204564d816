import type { Database } from '../lib/database.ts';
import { notFound } from '../lib/errors.ts';
import { findUserById } from '../repositories/users.ts';
import { recentFailures } from './login.ts';

export interface CustomerStanding {
  ageInDays: number;
  /** Failed logins of the last quarter of an hour: somebody may be trying passwords. */
  recentLoginFailures: number;
}

const DAY_MS = 24 * 60 * 60_000;

export async function standingOf(
  db: Database,
  userId: number,
  now: Date,
): Promise<CustomerStanding> {
  const user = await findUserById(db, userId);
  if (user === undefined) throw notFound('UNKNOWN_USER', 'This account does not exist any more.');
  return {
    ageInDays: Math.floor((now.getTime() - user.createdAt.getTime()) / DAY_MS),
    recentLoginFailures: await recentFailures(db, user.email, now),
  };
}
