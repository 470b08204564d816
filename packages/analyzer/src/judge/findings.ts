import type { Finding, Severity } from '../model/finding.ts';
import type { JudgeContext } from './context.ts';
import { RULES } from './rules.ts';

const ORDER: Readonly<Record<Severity, number>> = { high: 0, medium: 1, low: 2 };

const RANK = new Map(RULES.map(({ name }, i) => [name, i]));

/**
 * Runs every rule. Worst first, then in the order of the rules (what a split meets first comes first), then
 * by identity; equal identities keep all their sites in one.
 */
export function findFindings(context: JudgeContext): Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of RULES.flatMap((rule) => rule.judge(context))) {
    const known = byId.get(finding.id);
    if (known === undefined) byId.set(finding.id, finding);
    else known.sites.push(...finding.sites);
  }
  return [...byId.values()].sort(
    (a, b) =>
      ORDER[a.severity] - ORDER[b.severity] ||
      (RANK.get(a.kind) ?? 0) - (RANK.get(b.kind) ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
}
