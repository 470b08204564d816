import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../lib/database.ts';
import { type EmailMessage, emailMessages } from '../models/email.ts';

export async function enqueue(
  db: Database,
  message: typeof emailMessages.$inferInsert,
): Promise<void> {
  await db.insert(emailMessages).values(message);
}

/** Locked, so that two instances never send the same message. */
export function takeQueued(tx: Database, limit: number): Promise<EmailMessage[]> {
  return tx
    .select()
    .from(emailMessages)
    .where(eq(emailMessages.status, 'queued'))
    .orderBy(asc(emailMessages.createdAt), asc(emailMessages.id))
    .limit(limit)
    .for('update', { skipLocked: true });
}

export async function markSent(tx: Database, id: number, sentAt: Date): Promise<void> {
  await tx
    .update(emailMessages)
    .set({ status: 'sent', sentAt, attempts: sql`${emailMessages.attempts} + 1` })
    .where(eq(emailMessages.id, id));
}

export async function markFailed(tx: Database, id: number, giveUp: boolean): Promise<void> {
  await tx
    .update(emailMessages)
    .set({
      status: giveUp ? 'failed' : 'queued',
      attempts: sql`${emailMessages.attempts} + 1`,
    })
    .where(eq(emailMessages.id, id));
}
