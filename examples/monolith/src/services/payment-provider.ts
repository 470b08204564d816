/**
 * The sandbox of a payment provider: decides by the token, as such sandboxes do, and answers the
 * same for the same question.
 */
import { createHash } from 'node:crypto';

export type Authorisation =
  | { approved: true; reference: string }
  | { approved: false; reason: string };

const DECLINED: Record<string, string> = {
  tok_declined: 'card declined',
  tok_expired: 'card expired',
};

function reference(kind: string, ...parts: (string | number)[]): string {
  const digest = createHash('sha256')
    .update([kind, ...parts].join('|'))
    .digest('hex');
  return `${kind}_${digest.slice(0, 20)}`;
}

export async function authoriseCard(
  token: string,
  amountCents: number,
  orderId: number,
): Promise<Authorisation> {
  const reason = DECLINED[token];
  if (reason !== undefined) return { approved: false, reason };
  return { approved: true, reference: reference('auth', token, amountCents, orderId) };
}

export async function captureCard(authorisation: string): Promise<string> {
  return reference('capture', authorisation);
}

/** `attempt` keeps two equal refunds of one payment apart. */
export async function refundCard(
  capture: string,
  amountCents: number,
  attempt: number,
): Promise<string> {
  return reference('refund', capture, amountCents, attempt);
}
