import type { Database } from '../lib/database.ts';
import { log } from '../lib/logger.ts';
import type { EmailMessage } from '../models/email.ts';
import { enqueue, markFailed, markSent, takeQueued } from '../repositories/email-messages.ts';
import { renderEmail, type TemplateData, type TemplateName } from './email-templates.ts';

export type Transport = (message: EmailMessage) => Promise<void>;

const MAXIMUM_ATTEMPTS = 5;
const BATCH = 50;

/** Stands in for SMTP: the shop of the example must not write to real people. */
export const logTransport: Transport = async ({ id, recipient, subject }) => {
  log.info('e-mail sent', { messageId: id, recipient, subject });
};

/** Written into the queue; a job sends it. */
export async function queueEmail<T extends TemplateName>(
  db: Database,
  to: { userId: number; email: string },
  template: T,
  data: TemplateData[T],
  now: Date,
): Promise<void> {
  const { subject, body } = renderEmail(template, data);
  const { userId, email: recipient } = to;
  await enqueue(db, { userId, recipient, template, subject, body, createdAt: now });
}

/** Returns how many were sent. A message that fails five times is given up. */
export async function sendQueued(db: Database, transport: Transport, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    let sent = 0;
    for (const message of await takeQueued(tx, BATCH)) {
      try {
        await transport(message);
        await markSent(tx, message.id, now);
        sent += 1;
      } catch (error) {
        const giveUp = message.attempts + 1 >= MAXIMUM_ATTEMPTS;
        await markFailed(tx, message.id, giveUp);
        log.warn('e-mail not sent', { messageId: message.id, giveUp, error });
      }
    }
    return sent;
  });
}
