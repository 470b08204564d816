import type { DifferenceKind } from '../model/status.ts';
import { canonical, identifyingKey, isObject, pairByKey, pairUp } from './arrays.ts';
import { isDictionary } from './names.ts';
import { matchesRule, parsePathRule, writePath } from './paths.ts';
import type { ReadJson } from './read-json.ts';
import { redacted } from './redact.ts';
import {
  isUnordered,
  keyAt,
  numbersEqual,
  type ReadyRules,
  ruledEqual,
  typeName,
} from './rules.ts';

/** One place where two answers differ; the values as they may be shown. */
export interface Difference {
  /** `$.items[*].price`; `*` for a key that is data; `status`, `header:name`, `body`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** What became what, where that is a matter of few values: `200 → 404`, `number → string`. */
  readonly change?: string;
  readonly monolith: string;
  readonly service: string;
}

/** Past this many places the rest says nothing new. */
const MAX_PLACES = 200;
const MAX_SEEN = 2000;

/**
 * Semantic difference of two JSON values: key order never counts, array order unless told. Each
 * place and kind comes once, however many elements differ there.
 */
export function diffJson(monolith: unknown, service: unknown, rules: ReadyRules): Difference[] {
  const walk = new Walk(rules);
  walk.values(monolith, service);
  return walk.found;
}

/** The same for texts that were read, with the keys that stand twice on one side alone. */
export function diffDocuments(
  monolith: ReadJson,
  service: ReadJson,
  rules: ReadyRules,
): Difference[] {
  const found = diffJson(monolith.value, service.value, rules);
  const either = new Set([...monolith.duplicates, ...service.duplicates]);
  for (const path of [...either].sort()) {
    const [here, there] = [monolith, service].map(({ duplicates }) => duplicates.has(path));
    if (here === there || ignored(rules, parsePathRule(path))) continue;
    const times = (twice: boolean | undefined): string => (twice ? 'a key twice' : 'a key once');
    found.push({ path, kind: 'duplicate', monolith: times(here), service: times(there) });
  }
  return found;
}

class Walk {
  readonly #rules: ReadyRules;
  /** The way to the present place: keys, and `[*]` for elements. */
  readonly #steps: string[] = [];
  /** The two values that each step was taken from. */
  readonly #parents: (readonly [unknown, unknown])[] = [];
  #found = new Map<string, Difference>();
  #seen = new Set<string>();

  constructor(rules: ReadyRules) {
    this.#rules = rules;
  }

  get found(): Difference[] {
    return [...this.#found.values()];
  }

  values(a: unknown, b: unknown): void {
    if (a === b || ignored(this.#rules, this.#steps)) return;
    if (ruledEqual(this.#rules, this.#steps, a, b)) return;
    if (Array.isArray(a) && Array.isArray(b)) this.#arrays(a, b);
    else if (isObject(a) && isObject(b)) this.#objects(a, b);
    else if (typeName(a) !== typeName(b))
      this.#add('type', a, b, `${typeName(a)} → ${typeName(b)}`);
    else if (!numbersEqual(this.#rules, this.#steps, a, b)) this.#add('value', a, b);
  }

  #objects(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(a)) {
      this.#at(key, a, b, () => {
        if (Object.hasOwn(b, key)) this.values(a[key], b[key]);
        else this.#report('missing', a[key], undefined);
      });
    }
    for (const key of Object.keys(b)) {
      if (Object.hasOwn(a, key)) continue;
      this.#at(key, a, b, () => this.#report('extra', undefined, b[key]));
    }
  }

  #arrays(a: readonly unknown[], b: readonly unknown[]): void {
    const key = keyAt(this.#rules, this.#steps);
    if (key !== undefined) this.#pairs(a, b, pairByKey(a, b, key));
    else if (isUnordered(this.#rules, this.#steps)) this.#unordered(a, b);
    else this.#ordered(a, b);
  }

  /** Elements that belong together are found by a key of theirs, else by being equal. */
  #unordered(a: readonly unknown[], b: readonly unknown[]): void {
    const key = identifyingKey(a, b);
    if (key !== undefined) {
      this.#pairs(a, b, pairByKey(a, b, key));
      return;
    }
    if (a.length !== b.length) this.#report('length', a.length, b.length);
    const [left, right] = pairUp(a, b);
    this.#inTurn(left, right);
  }

  /** What differs is explained as a person would: another order, an element more, another value. */
  #ordered(a: readonly unknown[], b: readonly unknown[]): void {
    const [before, seen] = [this.#found, this.#seen];
    this.#found = new Map();
    this.#seen = new Set();
    if (a.length !== b.length) this.#report('length', a.length, b.length);
    this.#inTurn(a, b);
    const plain = this.#found;
    this.#found = before;
    this.#seen = seen;
    if (plain.size === 0) return;
    const key = identifyingKey(a, b);
    if (key !== undefined) {
      const size = before.size;
      const pairs = pairByKey(a, b, key);
      this.#pairs(a, b, pairs);
      if (movedAbout(b, pairs)) this.#report('order', order(a, key), order(b, key));
      if (before.size > size) return;
    } else if (a.length === b.length && pairUp(a, b)[0].length === 0) {
      this.#report('order', a, b);
      return;
    } else if (a.length !== b.length) {
      this.#unordered(a, b);
      return;
    }
    for (const difference of plain.values()) this.#keep(difference);
  }

  #inTurn(a: readonly unknown[], b: readonly unknown[]): void {
    this.#at('[*]', a, b, () => {
      for (let i = 0; i < Math.min(a.length, b.length); i++) this.values(a[i], b[i]);
    });
  }

  #pairs(
    a: readonly unknown[],
    b: readonly unknown[],
    pairs: readonly (readonly [unknown, unknown])[],
  ): void {
    this.#at('[*]', a, b, () => {
      for (const [left, right] of pairs) {
        if (right === undefined) this.#report('missing', left, undefined);
        else if (left === undefined) this.#report('extra', undefined, right);
        else this.values(left, right);
      }
    });
  }

  #at(step: string, a: unknown, b: unknown, visit: () => void): void {
    this.#steps.push(step);
    this.#parents.push([a, b]);
    visit();
    this.#steps.pop();
    this.#parents.pop();
  }

  #report(kind: DifferenceKind, a: unknown, b: unknown): void {
    if (!ignored(this.#rules, this.#steps)) this.#add(kind, a, b);
  }

  #add(kind: DifferenceKind, a: unknown, b: unknown, change?: string): void {
    if (this.#found.size >= MAX_PLACES) return;
    // Elements that differ alike are many; where they are is worked out once.
    const raw = `${kind} ${change ?? ''} ${this.#steps.join('\n')}`;
    if (this.#seen.has(raw)) return;
    if (this.#seen.size < MAX_SEEN) this.#seen.add(raw);
    const path = this.#shownPath();
    const what = change === undefined ? {} : { change };
    if (this.#found.has(keyOfPlace({ path, kind, ...what }))) return;
    const secret = this.#rules.redact.some((rule) => matchesRule(rule, this.#steps));
    const name = this.#steps.findLast((step) => step !== '[*]') ?? '';
    const show = (value: unknown): string => redacted(secret ? 'secret' : name, value);
    this.#keep({ path, kind, ...what, monolith: show(a), service: show(b) });
  }

  #keep(difference: Difference): void {
    const key = keyOfPlace(difference);
    if (!this.#found.has(key) && this.#found.size < MAX_PLACES) this.#found.set(key, difference);
  }

  /** Keys that are data, such as article numbers, are all one place. */
  #shownPath(): string {
    return writePath(
      this.#steps.map((step, index) => {
        const [a, b] = this.#parents[index] ?? [];
        return isObject(a) && isObject(b) && isDictionary(a, b) ? '*' : step;
      }),
    );
  }
}

/** Two differences with the same key are one cause. */
export function keyOfPlace(place: Pick<Difference, 'path' | 'kind' | 'change'>): string {
  return `${place.kind} ${place.path} ${place.change ?? ''}`;
}

function ignored(rules: ReadyRules, steps: readonly string[]): boolean {
  return rules.ignore.some((rule) => matchesRule(rule, steps));
}

/** Whether the elements that both sides have stand in another order. */
function movedAbout(
  b: readonly unknown[],
  pairs: readonly (readonly [unknown, unknown])[],
): boolean {
  const places = new Map(b.map((element, index) => [element, index]));
  let last = -1;
  for (const [left, right] of pairs) {
    if (left === undefined || right === undefined) continue;
    const place = places.get(right) ?? -1;
    if (place < last) return true;
    last = place;
  }
  return false;
}

function order(elements: readonly unknown[], key: string): unknown[] {
  return elements
    .slice(0, 10)
    .map((element) => (isObject(element) ? element[key] : canonical(element)));
}
