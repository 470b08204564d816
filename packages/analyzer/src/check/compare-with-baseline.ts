import type { Baseline, CheckResult, Exemption, Violation } from '../model/check.ts';
import { BASELINE_SCHEMA_VERSION } from '../model/check.ts';

/**
 * Which violations are new. An exemption that has expired holds no longer, even for what it once
 * covered; known debt of the baseline stays known.
 *
 * @param today `YYYY-MM-DD`
 */
export function compareWithBaseline(
  violations: readonly Violation[],
  baseline: Baseline | undefined,
  exemptions: readonly Exemption[],
  today: string,
): CheckResult {
  const debt = new Set(baseline?.violations ?? []);
  const valid = exemptions.filter(({ expires }) => expires >= today);
  const used = new Set<Exemption>();
  const result: CheckResult = {
    fresh: [],
    known: [],
    exempt: [],
    solved: [...debt].filter((id) => !violations.some((one) => one.id === id)).sort(),
    expired: exemptions.filter(({ expires }) => expires < today),
    unused: [],
  };
  for (const violation of violations) {
    const exemption = valid.find(({ id }) => matches(id, violation.id));
    if (exemption !== undefined) {
      used.add(exemption);
      result.exempt.push({ violation, exemption });
    } else if (debt.has(violation.id)) result.known.push(violation);
    else result.fresh.push(violation);
  }
  result.unused = valid.filter((exemption) => !used.has(exemption));
  return result;
}

/** Whether the baseline or an exemption that holds today accepts a violation of this id. */
export function acceptedBy(
  baseline: Baseline | undefined,
  exemptions: readonly Exemption[],
  today: string,
): (id: string) => boolean {
  const debt = new Set(baseline?.violations ?? []);
  const valid = exemptions.filter(({ expires }) => expires >= today);
  return (id) => debt.has(id) || valid.some((one) => matches(one.id, id));
}

/** A baseline that accepts these violations. */
export function baselineOf(
  violations: readonly Violation[],
  boundaries?: Baseline['boundaries'],
): Baseline {
  return {
    schemaVersion: BASELINE_SCHEMA_VERSION,
    violations: [...new Set(violations.map(({ id }) => id))].sort(),
    ...(boundaries === undefined ? {} : { boundaries }),
  };
}

function matches(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
