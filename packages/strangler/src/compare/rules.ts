import type { CompareRules } from '../model/routes.ts';
import { canonical } from './arrays.ts';
import { ExactNumber } from './exact-number.ts';
import { matchesRule, type PathRule, parsePathRule } from './paths.ts';

/** Rules made ready for many comparisons. */
export interface ReadyRules {
  readonly ignore: readonly PathRule[];
  readonly unordered: boolean | readonly PathRule[];
  readonly unorderedBy: readonly (readonly [PathRule, string])[];
  readonly typeOnly: readonly PathRule[];
  readonly patterns: readonly (readonly [PathRule, RegExp])[];
  readonly tolerance: number | readonly (readonly [PathRule, number])[];
  readonly mask: readonly RegExp[];
  readonly redact: readonly PathRule[];
  readonly headers: readonly string[];
}

export function readyRules(rules: CompareRules): ReadyRules {
  const { unordered, tolerance } = rules;
  return {
    ignore: rules.ignore.map(parsePathRule),
    unordered: typeof unordered === 'boolean' ? unordered : unordered.map(parsePathRule),
    unorderedBy: byPath(rules.unorderedBy),
    typeOnly: rules.typeOnly.map(parsePathRule),
    patterns: byPath(rules.patterns).map(([path, pattern]) => [path, new RegExp(pattern, 'u')]),
    tolerance: typeof tolerance === 'number' ? tolerance : byPath(tolerance),
    mask: rules.mask.map((pattern) => new RegExp(pattern, 'gu')),
    redact: rules.redact.map(parsePathRule),
    headers: rules.headers,
  };
}

function byPath<T>(record: Readonly<Record<string, T>>): [PathRule, T][] {
  return Object.entries(record).map(([path, value]) => [parsePathRule(path), value]);
}

/** Whether a rule takes two values for the same although they differ. */
export function ruledEqual(
  rules: ReadyRules,
  steps: readonly string[],
  a: unknown,
  b: unknown,
): boolean {
  // Inside an object or array the type is that of each value in it, so the walk goes on.
  const scalar = typeof a !== 'object' || a === null || a instanceof ExactNumber;
  if (scalar && typeName(a) === typeName(b) && rules.typeOnly.some((r) => matchesRule(r, steps))) {
    return true;
  }
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  return rules.patterns.some(
    ([rule, pattern]) => isPlace(rule, steps) && pattern.test(a) && pattern.test(b),
  );
}

/** Numbers that no double holds are compared digit by digit, and as doubles within a tolerance. */
export function numbersEqual(
  rules: ReadyRules,
  steps: readonly string[],
  a: unknown,
  b: unknown,
): boolean {
  if (typeName(a) !== 'number') return false;
  if (canonical(a) === canonical(b)) return true;
  const allowed =
    typeof rules.tolerance === 'number'
      ? rules.tolerance
      : (rules.tolerance.find(([rule]) => matchesRule(rule, steps))?.[1] ?? 0);
  return allowed > 0 && Math.abs(Number(String(a)) - Number(String(b))) <= allowed;
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
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}
