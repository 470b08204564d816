import type { CompareRules } from '../model/routes.ts';
import { matchesRule, type PathRule, parsePathRule } from './paths.ts';

/** Rules made ready for many comparisons. */
export interface ReadyRules {
  readonly ignore: readonly PathRule[];
  readonly unordered: boolean | readonly PathRule[];
  readonly unorderedBy: readonly (readonly [PathRule, string])[];
  readonly typeOnly: readonly PathRule[];
  readonly patterns: readonly (readonly [PathRule, RegExp])[];
  readonly tolerance: number;
  readonly headers: readonly string[];
}

export function readyRules(rules: CompareRules): ReadyRules {
  const { unordered } = rules;
  return {
    ignore: rules.ignore.map(parsePathRule),
    unordered: typeof unordered === 'boolean' ? unordered : unordered.map(parsePathRule),
    unorderedBy: Object.entries(rules.unorderedBy).map(([path, key]) => [parsePathRule(path), key]),
    typeOnly: rules.typeOnly.map(parsePathRule),
    patterns: Object.entries(rules.patterns).map(([path, pattern]) => [
      parsePathRule(path),
      new RegExp(pattern, 'u'),
    ]),
    tolerance: rules.tolerance,
    headers: rules.headers,
  };
}

/** Whether a rule takes two values for the same although they differ. */
export function ruledEqual(
  rules: ReadyRules,
  steps: readonly string[],
  a: unknown,
  b: unknown,
): boolean {
  // Inside an object or array the type is that of each value in it, so the walk goes on.
  const scalar = typeof a !== 'object' || a === null;
  if (scalar && typeName(a) === typeName(b) && rules.typeOnly.some((r) => matchesRule(r, steps))) {
    return true;
  }
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  return rules.patterns.some(
    ([rule, pattern]) => isPlace(rule, steps) && pattern.test(a) && pattern.test(b),
  );
}

export function isUnordered(rules: ReadyRules, steps: readonly string[]): boolean {
  if (typeof rules.unordered === 'boolean') return rules.unordered;
  return rules.unordered.some((rule) => isPlace(rule, steps));
}

/** The key by which the elements of this array belong together. */
export function keyAt(rules: ReadyRules, steps: readonly string[]): string | undefined {
  return rules.unorderedBy.find(([rule]) => isPlace(rule, steps))?.[1];
}

/** The very place, not something above it. */
function isPlace(rule: PathRule, steps: readonly string[]): boolean {
  if (!matchesRule(rule, steps)) return false;
  return steps.length === 0 || !matchesRule(rule, steps.slice(0, -1));
}

export function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
