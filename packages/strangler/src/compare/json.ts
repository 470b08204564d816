import type { DifferenceKind } from '../model/status.ts';
import { isObject, pairByKey, pairUp } from './arrays.ts';
import { matchesRule, writePath } from './paths.ts';
import { isUnordered, keyAt, type ReadyRules, ruledEqual, typeName } from './rules.ts';

export interface Difference {
  readonly path: string;
  readonly kind: DifferenceKind;
  readonly monolith: unknown;
  readonly service: unknown;
}

/** Past this many the rest says nothing new. */
const MAX_DIFFERENCES = 100;
const MAX_DEPTH = 64;

/** Semantic difference of two JSON values: key order never counts, array order unless told. */
export function diffJson(monolith: unknown, service: unknown, rules: ReadyRules): Difference[] {
  const found: Difference[] = [];
  walk(monolith, service, [], rules, found);
  return found;
}

function walk(a: unknown, b: unknown, steps: string[], rules: ReadyRules, out: Difference[]): void {
  if (a === b || out.length >= MAX_DIFFERENCES || steps.length > MAX_DEPTH) return;
  if (rules.ignore.some((rule) => matchesRule(rule, steps))) return;
  if (ruledEqual(rules, steps, a, b)) return;
  if (typeof a === 'number' && typeof b === 'number') {
    if (Math.abs(a - b) > rules.tolerance) add(out, steps, 'value', a, b);
    return;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    walkArrays(a, b, steps, rules, out);
    return;
  }
  if (isObject(a) && isObject(b)) {
    walkObjects(a, b, steps, rules, out);
    return;
  }
  add(out, steps, typeName(a) === typeName(b) ? 'value' : 'type', a, b);
}

function walkObjects(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  steps: string[],
  rules: ReadyRules,
  out: Difference[],
): void {
  for (const key of Object.keys(a)) {
    steps.push(key);
    if (Object.hasOwn(b, key)) walk(a[key], b[key], steps, rules, out);
    else report(out, steps, 'missing', a[key], undefined, rules);
    steps.pop();
  }
  for (const key of Object.keys(b)) {
    if (Object.hasOwn(a, key)) continue;
    steps.push(key);
    report(out, steps, 'extra', undefined, b[key], rules);
    steps.pop();
  }
}

function walkArrays(
  a: readonly unknown[],
  b: readonly unknown[],
  steps: string[],
  rules: ReadyRules,
  out: Difference[],
): void {
  const key = keyAt(rules, steps);
  if (key !== undefined) {
    walkKeyed(a, b, key, steps, rules, out);
    return;
  }
  if (a.length !== b.length) report(out, steps, 'length', a.length, b.length, rules);
  const [left, right] = isUnordered(rules, steps) ? pairUp(a, b) : [a, b];
  steps.push('[*]');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    walk(left[i], right[i], steps, rules, out);
  }
  steps.pop();
}

/** Elements are matched by the value of a key, whatever their order. */
function walkKeyed(
  a: readonly unknown[],
  b: readonly unknown[],
  key: string,
  steps: string[],
  rules: ReadyRules,
  out: Difference[],
): void {
  steps.push('[*]');
  for (const [left, right] of pairByKey(a, b, key)) {
    if (right === undefined) report(out, steps, 'missing', left, undefined, rules);
    else if (left === undefined) report(out, steps, 'extra', undefined, right, rules);
    else walk(left, right, steps, rules, out);
  }
  steps.pop();
}

function report(
  out: Difference[],
  steps: readonly string[],
  kind: DifferenceKind,
  a: unknown,
  b: unknown,
  rules: ReadyRules,
): void {
  if (rules.ignore.some((rule) => matchesRule(rule, steps))) return;
  add(out, steps, kind, a, b);
}

function add(
  out: Difference[],
  steps: readonly string[],
  kind: DifferenceKind,
  monolith: unknown,
  service: unknown,
): void {
  if (out.length < MAX_DIFFERENCES) out.push({ path: writePath(steps), kind, monolith, service });
}
