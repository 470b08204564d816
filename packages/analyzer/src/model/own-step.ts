import type { Finding } from './finding.ts';

/**
 * A transaction across domains in which this domain's part is one of its own: it can run alone, and what is left to be
 * written is what takes it back.
 */
export const isOwnStep = (finding: Finding, domain: string): boolean =>
  finding.kind === 'cross-domain-transaction' && (finding.steps ?? []).includes(domain);
