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

export type FailureKind = FaultKind | 'timeout';

/** What the client is told when no upstream gave an answer. */
export const FAULT_STATUS: Readonly<Record<FailureKind, number>> = {
  connect: 502,
  busy: 503,
  reset: 502,
  protocol: 502,
  timeout: 504,
};
