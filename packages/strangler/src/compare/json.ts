import type { CompareRules } from '../model/routes.ts';
import type { DifferenceKind } from '../model/status.ts';
import { matchesRule, type PathRule, parsePathRule, writePath } from './paths.ts';

export interface Difference {
  readonly path: string;
  readonly kind: DifferenceKind;
  readonly monolith: unknown;
  readonly service: unknown;
}

/** Rules made ready for many comparisons. */
export interface ReadyRules {
  readonly ignore: readonly PathRule[];
  readonly unordered: boolean | readonly PathRule[];
  readonly tolerance: number;
  readonly headers: readonly string[];
}

/** Past this many the rest says nothing new. */
const MAX_DIFFERENCES = 100;
const MAX_DEPTH = 64;

export function readyRules(rules: CompareRules): ReadyRules {
  const { unordered } = rules;
  return {
    ignore: rules.ignore.map(parsePathRule),
    unordered: typeof unordered === 'boolean' ? unordered : unordered.map(parsePathRule),
    tolerance: rules.tolerance,
    headers: rules.headers,
  };
}

/** Semantic difference of two JSON values: key order never counts, array order unless told. */
export function diffJson(monolith: unknown, service: unknown, rules: ReadyRules): Difference[] {
  const found: Difference[] = [];
  walk(monolith, service, [], rules, found);
  return found;
}

function walk(a: unknown, b: unknown, steps: string[], rules: ReadyRules, out: Difference[]): void {
  if (a === b || out.length >= MAX_DIFFERENCES || steps.length > MAX_DEPTH) return;
  if (rules.ignore.some((rule) => matchesRule(rule, steps))) return;
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
  if (a.length !== b.length) report(out, steps, 'length', a.length, b.length, rules);
  const [left, right] = isUnordered(steps, rules) ? pairUp(a, b) : [a, b];
  steps.push('[*]');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    walk(left[i], right[i], steps, rules, out);
  }
  steps.pop();
}

function isUnordered(steps: readonly string[], rules: ReadyRules): boolean {
  if (typeof rules.unordered === 'boolean') return rules.unordered;
  return rules.unordered.some((rule) => rule.length === steps.length && matchesRule(rule, steps));
}

/** Equal elements drop out as a multiset; what is left is compared in a canonical order. */
function pairUp(a: readonly unknown[], b: readonly unknown[]): [unknown[], unknown[]] {
  const byText = new Map<string, number>();
  for (const element of b) {
    const text = canonical(element);
    byText.set(text, (byText.get(text) ?? 0) + 1);
  }
  const left: unknown[] = [];
  for (const element of a) {
    const text = canonical(element);
    const count = byText.get(text) ?? 0;
    if (count > 0) byText.set(text, count - 1);
    else left.push(element);
  }
  const right: unknown[] = [];
  for (const element of b) {
    const text = canonical(element);
    const count = byText.get(text) ?? 0;
    if (count === 0) continue;
    byText.set(text, count - 1);
    right.push(element);
  }
  return [sortCanonically(left), sortCanonically(right)];
}

function sortCanonically(elements: readonly unknown[]): unknown[] {
  return elements
    .map((element) => ({ element, text: canonical(element) }))
    .sort((x, y) => (x.text < y.text ? -1 : x.text > y.text ? 1 : 0))
    .map(({ element }) => element);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
