import type { FaultKind } from '../upstream/call.ts';

/** Safe to send twice (RFC 9110 9.2.2). */
export const IDEMPOTENT: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
]);

export type FailureKind = FaultKind | 'timeout' | 'open';

/** What the client is told when no upstream gave an answer; addresses are none of its business. */
export const FAULT_ANSWER: Readonly<Record<FailureKind, readonly [number, string]>> = {
  connect: [502, 'The upstream cannot be reached.'],
  busy: [503, 'The upstream has no connection free.'],
  reset: [502, 'The upstream broke the connection off.'],
  protocol: [502, 'The upstream did not answer in proper HTTP.'],
  open: [503, 'The upstream failed too often in a row and is asked again shortly.'],
  timeout: [504, 'The upstream did not answer in time.'],
};
