import { and, count, eq, gte } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { loginAttempts } from '../models/users.ts';

export async function recordAttempt(
  db: Database,
  attempt: { email: string; succeeded: boolean; ipAddress: string | null; attemptedAt: Date },
): Promise<void> {
  await db.insert(loginAttempts).values(attempt);
}

export async function countFailures(db: Database, email: string, since: Date): Promise<number> {
  const [row] = await db
    .select({ failures: count() })
    .from(loginAttempts)
    .where(
      and(
        eq(loginAttempts.email, email),
        eq(loginAttempts.succeeded, false),
        gte(loginAttempts.attemptedAt, since),
      ),
    );
  return Number(row?.failures ?? 0);
}
