import { isArray, isObject, type JsonObject, type JsonValue } from '../pact/lossless-json.ts';
import type { Evidence } from './model.ts';
import { commonForm, isMap, isMixed, kindsOf, type Shape, valuesOfMap } from './shape.ts';

/** An example, the rules that say how far it may differ, and what both rest on. */
export interface Expectation {
  /** Undefined when nothing can be expected. */
  readonly example: JsonValue | undefined;
  /** By path expression, as the category `body` of a pact has them. */
  readonly rules: Readonly<Record<string, JsonObject>>;
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
}

export type Side = 'request' | 'response';

/**
 * What can be expected at the body after these samples. In a response only what every sample had, in
 * one kind of value: the rest is noted. A request is sent as it was seen.
 * @param shape of the samples that the expectation has to fit
 * @param wide of all answers with this status: where they have values, null is an expectation of its own
 */
export function expectationOf(
  example: JsonValue,
  shape: Shape,
  side: Side,
  wide: Shape = shape,
): Expectation {
  const build = new Build(side);
  return {
    example: build.value(example, shape, '$', wide),
    rules: build.rules,
    evidence: build.evidence,
    notes: build.notes,
  };
}

class Build {
  readonly rules: Record<string, JsonObject> = {};
  readonly evidence: Evidence[] = [];
  readonly notes: string[] = [];
  readonly #side: Side;

  constructor(side: Side) {
    this.#side = side;
  }

  /** Undefined: nothing can be expected here, and why is noted. */
  value(example: JsonValue, shape: Shape, at: string, wide?: Shape): JsonValue | undefined {
    const [kind, ...others] = kindsOf(shape);
    const mixed = wide !== undefined && isMixed(wide) ? wide : shape;
    if (kind === undefined || others.length > 0 || isMixed(mixed)) {
      if (this.#side === 'request') return example;
      this.#note(at, `was ${words(mixed)}: left out, decide which it may be`);
      return undefined;
    }
    switch (kind) {
      case 'null':
        return this.#null(shape, at, wide);
      case 'object':
        return this.#object(example, shape, at, wide);
      case 'array':
        return this.#array(example, shape, at, wide);
      default:
        this.#leaf(kind, shape, at);
        return example;
    }
  }

  #null(shape: Shape, at: string, wide: Shape | undefined): JsonValue | undefined {
    if (this.#side === 'request') return null;
    if (at !== '$' && wide !== undefined && kindsOf(wide).length > 1) {
      this.#rule(at, { match: 'null' }, 'null', shape.samples);
      return null;
    }
    this.#note(at, `was null in all ${shape.samples} samples: nothing is known of it`);
    return undefined;
  }

  #object(example: JsonValue, shape: Shape, at: string, wide: Shape | undefined): JsonValue {
    const members = shape.object?.members ?? new Map<string, Shape>();
    if (!isObject(example)) return example;
    if (this.#side === 'response' && isMap(shape)) return this.#map(example, shape, at, wide);
    const kept: [string, JsonValue][] = [];
    for (const [name, member] of Object.entries(example)) {
      const seen = members.get(name);
      if (seen === undefined) continue;
      const place = memberPath(at, name);
      if (seen.samples < shape.samples && this.#side === 'response') continue;
      const value = this.value(member, seen, place, wide?.object?.members.get(name));
      if (value !== undefined) kept.push([name, value]);
    }
    for (const [name, member] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (member.samples >= shape.samples) continue;
      this.#note(
        memberPath(at, name),
        `was there in ${member.samples} of ${shape.samples} samples: optional`,
      );
    }
    if (kept.length === 0) this.#rule(at, { match: 'type' }, 'an object', shape.samples);
    return Object.fromEntries(kept);
  }

  #map(example: JsonObject, shape: Shape, at: string, wide: Shape | undefined): JsonValue {
    const values = valuesOfMap(shape);
    const [first] = Object.entries(example);
    this.#rule(at, { match: 'values' }, 'any names, values of one shape', shape.samples);
    if (first === undefined) return {};
    const all = wide === undefined ? undefined : valuesOfMap(wide);
    const value = this.value(first[1], values, `${at}.*`, all);
    return value === undefined ? {} : { [first[0]]: value };
  }

  #array(example: JsonValue, shape: Shape, at: string, wide: Shape | undefined): JsonValue {
    const { array } = shape;
    if (!isArray(example) || array === undefined) return example;
    const { least, most, element } = array;
    const [first] = example;
    const mixed = kindsOf(element).length > 1;
    if (first === undefined || mixed) {
      if (mixed) this.#note(`${at}[*]`, `was ${words(element)}: only the list itself is expected`);
      this.#rule(at, { match: 'type' }, 'a list', array.samples);
      return mixed && this.#side === 'request' ? example : [];
    }
    const min = Math.min(least, 1);
    const length = least === most ? `${most}` : `${least} to ${most}`;
    this.#rule(
      at,
      { match: 'type', min },
      `a list of at least ${min}; ${length} seen`,
      array.samples,
    );
    const value = this.value(first, element, `${at}[*]`, wide?.array?.element);
    return value === undefined ? [] : [value];
  }

  #leaf(kind: 'boolean' | 'number' | 'string', shape: Shape, at: string): void {
    if (kind === 'boolean') this.#rule(at, { match: 'type' }, 'true or false', shape.samples);
    else if (kind === 'number')
      this.#rule(at, { match: numberMatcher(shape) }, numberMatcher(shape), shape.samples);
    else {
      const form = commonForm(shape);
      if (form === undefined) this.#rule(at, { match: 'type' }, 'any text', shape.samples);
      else if (this.#side === 'request' && !form.exact) this.#asSent(at, form.name, shape.samples);
      else this.#rule(at, { match: 'regex', regex: form.regex }, form.name, shape.samples);
    }
  }

  /** Beyond the example, the expression would take what no provider has to: 2026-02-31. */
  #asSent(at: string, expects: string, samples: number): void {
    this.evidence.push({
      place: `${this.#side} ${at}`,
      expects: `${expects}, as in the example`,
      samples,
    });
  }

  #rule(at: string, matcher: JsonObject, expects: string, samples: number): void {
    this.rules[at] = { combine: 'AND', matchers: [matcher] };
    this.evidence.push({ place: `${this.#side} ${at}`, expects, samples });
  }

  #note(at: string, text: string): void {
    this.notes.push(`${this.#side} ${at} ${text}`);
  }
}

const DECIMAL_SAMPLES = 3;

/** JavaScript prints 12.0 as 12, so that a few fractions do not promise the next. */
function numberMatcher(shape: Shape): 'integer' | 'decimal' | 'number' {
  if (shape.exponents > 0) return 'number';
  if (shape.fractions === 0) return 'integer';
  return shape.integers === 0 && shape.fractions >= DECIMAL_SAMPLES ? 'decimal' : 'number';
}

function words(shape: Shape): string {
  const counts = kindsOf(shape).map((kind) => `${kind} in ${countOf(shape, kind)}`);
  return `${counts.join(' and ')} of ${shape.samples} samples`;
}

function countOf(shape: Shape, kind: string): number {
  switch (kind) {
    case 'null':
      return shape.nulls;
    case 'boolean':
      return shape.booleans;
    case 'number':
      return shape.integers + shape.fractions;
    case 'string':
      return shape.strings;
    case 'array':
      return shape.array?.samples ?? 0;
    default:
      return shape.object?.samples ?? 0;
  }
}

/** `$.items` or `$['odd name']`, as Pact's path expressions have it. */
function memberPath(at: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name)
    ? `${at}.${name}`
    : `${at}['${name.replace(/['\\]/g, '\\$&')}']`;
}
