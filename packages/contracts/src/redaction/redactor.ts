import { ANY, type PathToken, parsePathExpression } from '../matching/path-expression.ts';
import { isArray, isObject, type JsonValue, parseJson } from '../pact/lossless-json.ts';
import type { Exchange, NamedValue, RecordedBody } from '../recording/model.ts';
import { namesPerson, type Sensitivity, sensitivityOf } from './field-names.ts';
import { KnownSecrets } from './known-secrets.ts';
import { placeholderFor } from './placeholder.ts';
import { redactHeaders } from './redact-headers.ts';
import { looksRandom, MASK, VALUE_RULES } from './value-rules.ts';

export interface RedactionOptions {
  /** Further fields to keep back: names (`nickname`) at any depth, or JSON paths (`$.customer.notes[*]`). */
  readonly fields?: readonly string[] | undefined;
}

type Place = readonly (string | number)[];

/**
 * Takes secrets and personal data out of exchanges: by the names of fields, by the form of values,
 * and wherever a value that was kept back turns up again. What remains has the types and, where it
 * can, the forms of what was there.
 */
export class Redactor {
  /** How often each kind was found. */
  readonly counts: Map<string, number> = new Map();
  readonly #known = new KnownSecrets();
  readonly #names: ReadonlySet<string>;
  readonly #paths: readonly (readonly PathToken[])[];

  constructor({ fields = [] }: RedactionOptions = {}) {
    this.#names = new Set(
      fields.filter((field) => !isPath(field)).map((name) => name.toLowerCase()),
    );
    this.#paths = fields.filter(isPath).map(parsePathExpression);
  }

  /** All of them together: a secret of the last is also hidden in the first. */
  redactAll(exchanges: readonly Exchange[]): readonly Exchange[] {
    return exchanges.map((one) => this.#byRules(one)).map((one) => this.#byMemory(one));
  }

  /** One at a time, as they come; earlier ones are not seen again. */
  redact(exchange: Exchange): Exchange {
    return this.#byMemory(this.#byRules(exchange));
  }

  #byRules(exchange: Exchange): Exchange {
    const { request, response } = exchange;
    const headers = (fields: readonly NamedValue[]): readonly NamedValue[] =>
      redactHeaders(fields, {
        hidden: (text) => this.#hidden(text, 'header'),
        url: (text) => this.#url(text),
        text: (text) => this.#text(text),
      });
    return {
      ...exchange,
      request: {
        ...request,
        path: this.#path(request.path),
        query: this.#pairs(request.query),
        headers: headers(request.headers),
        body: this.#body(request.body),
      },
      response: {
        ...response,
        headers: headers(response.headers),
        body: this.#body(response.body),
      },
    };
  }

  #byMemory(exchange: Exchange): Exchange {
    const hide = (text: string): string => this.#known.hide(text);
    const named = (fields: readonly NamedValue[]): readonly NamedValue[] =>
      fields.map(([name, value]) => [hide(name), hide(value)]);
    const body = (recorded: RecordedBody | undefined): RecordedBody | undefined => {
      if (recorded?.kind === 'json') return { kind: 'json', value: mapTexts(recorded.value, hide) };
      return recorded?.kind === 'form'
        ? { kind: 'form', fields: named(recorded.fields) }
        : recorded;
    };
    const { request, response } = exchange;
    return {
      ...exchange,
      request: {
        ...request,
        path: eachSegment(request.path, hide),
        query: named(request.query),
        headers: named(request.headers),
        body: body(request.body),
      },
      response: { ...response, headers: named(response.headers), body: body(response.body) },
    };
  }

  #body(body: RecordedBody | undefined): RecordedBody | undefined {
    if (body?.kind === 'json') return { kind: 'json', value: this.#json(body.value, []) };
    return body?.kind === 'form' ? { kind: 'form', fields: this.#pairs(body.fields) } : body;
  }

  #pairs(pairs: readonly NamedValue[]): readonly NamedValue[] {
    const names = pairs.map(([name]) => name);
    return pairs.map(([name, value]) => [
      this.#text(name),
      namesPerson(name, names)
        ? this.#hidden(value, 'personal')
        : this.#isNamed(name, [name])
          ? this.#hidden(value, kindOf(name))
          : this.#text(value),
    ]);
  }

  /** A segment behind one that announces a secret (`/reset-tokens/4fTz…`) is taken for it. */
  #path(path: string): string {
    let before = '';
    return eachSegment(path, (segment) => {
      const announced = sensitivityOf(before) === 'secret';
      before = segment;
      const opaque = segment.length >= 16 || /\d/.test(segment);
      return announced && opaque ? this.#hidden(segment, 'secret') : this.#text(segment);
    });
  }

  #url(url: string): string {
    const [, origin = '', path = '', query = ''] =
      /^([a-z][\w+.-]*:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
    const rest =
      query === ''
        ? ''
        : `?${new URLSearchParams(asWritable(this.#pairs([...new URLSearchParams(query)])))}`;
    return `${this.#text(origin)}${this.#path(path)}${rest}`;
  }

  #json(value: JsonValue, at: Place): JsonValue {
    if (typeof value === 'string') return this.#text(value);
    if (isArray(value)) return value.map((element, index) => this.#member(element, [...at, index]));
    if (isObject(value)) {
      const names = Object.keys(value);
      const kept = Object.entries(value).map(([name, member]): [string, JsonValue] => [
        this.#text(name),
        namesPerson(name, names)
          ? this.#hiddenJson(member, 'personal')
          : this.#member(member, [...at, name]),
      ]);
      return Object.fromEntries(distinct(kept));
    }
    const digits = digitsOf(value);
    return digits !== undefined && this.#text(digits) !== digits ? 0 : value;
  }

  #member(value: JsonValue, at: Place): JsonValue {
    const name = at.findLast((step) => typeof step === 'string');
    if (name === undefined || !this.#isNamed(String(name), at)) return this.#json(value, at);
    return this.#hiddenJson(value, kindOf(String(name)));
  }

  /** Everything under a name that gives it away; the structure stays. */
  #hiddenJson(value: JsonValue, kind: string): JsonValue {
    if (typeof value === 'string') return this.#hidden(value, kind);
    if (value === null || typeof value === 'boolean') return value;
    if (isArray(value)) return value.map((element) => this.#hiddenJson(element, kind));
    if (isObject(value)) {
      const members = Object.entries(value).map(([name, member]): [string, JsonValue] => [
        this.#text(name),
        this.#hiddenJson(member, kind),
      ]);
      return Object.fromEntries(distinct(members));
    }
    const text = typeof value === 'number' ? String(value) : value.rawJSON;
    this.#hidden(text, kind);
    return /[.eE]/.test(text) ? 0.5 : 0;
  }

  #hidden(text: string, kind: string): string {
    const placeholder = placeholderFor(text);
    if (placeholder === text) return text;
    this.#count(kind);
    this.#known.learn(text, placeholder);
    return placeholder;
  }

  #text(text: string): string {
    if (text.length < 6) return text;
    const inner = this.#jsonInside(text);
    if (inner !== undefined) return inner;
    if (looksRandom(text)) return this.#hidden(text, 'random');
    let rest = text;
    for (const { kind, pattern, replace } of VALUE_RULES) {
      rest = rest.replace(pattern, (found) => {
        const replacement = replace(found);
        if (replacement === undefined) return found;
        this.#count(kind);
        this.#known.learn(found, replacement);
        return replacement;
      });
    }
    return this.#assignments(rest);
  }

  /** `password=…` and `"token": …` inside a text. */
  #assignments(text: string): string {
    return text.replace(ASSIGNMENT, (whole, name: string, between: string, value: string) =>
      (sensitivityOf(name) === 'secret' || this.#names.has(name.toLowerCase())) && value !== MASK
        ? `${name}${between}${this.#hidden(value, kindOf(name))}`
        : whole,
    );
  }

  #jsonInside(text: string): string | undefined {
    if (!/^\s*[[{]/.test(text)) return undefined;
    try {
      return JSON.stringify(this.#json(parseJson(text), []));
    } catch {
      return undefined;
    }
  }

  #isNamed(name: string, at: Place): boolean {
    if (this.#names.has(name.toLowerCase()) || sensitivityOf(name) !== undefined) return true;
    return this.#paths.some((path) => leadsTo(path, at));
  }

  #count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }
}

const ASSIGNMENT = /([A-Za-z][\w.[\]-]{1,40})(["']?\s*[:=]\s*["']?)([^\s"'&;,<>]+)/g;

function kindOf(name: string): Sensitivity | 'declared' {
  return sensitivityOf(name) ?? 'declared';
}

function isPath(field: string): boolean {
  return /[.$[]/.test(field);
}

/** The place itself, or one above it. */
function leadsTo(path: readonly PathToken[], at: Place): boolean {
  if (path.length === 0 || path.length > at.length) return false;
  return path.every((token, index) => token === ANY || String(token) === String(at[index]));
}

function digitsOf(value: JsonValue): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : undefined;
  return typeof value === 'object' && value !== null && 'rawJSON' in value
    ? String(value.rawJSON)
    : undefined;
}

/** Percent-encoding comes off for the look and goes back on if anything was changed. */
function eachSegment(path: string, change: (segment: string) => string): string {
  return path
    .split('/')
    .map((segment) => {
      const plain = decoded(segment);
      const changed = change(plain);
      return changed === plain ? segment : encodeURIComponent(changed);
    })
    .join('/');
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function asWritable(pairs: readonly NamedValue[]): [string, string][] {
  return pairs.map(([name, value]) => [name, value]);
}

/** Two members may have become the same placeholder; neither is dropped. */
function distinct(members: readonly [string, JsonValue][]): [string, JsonValue][] {
  const taken = new Set<string>();
  return members.map(([name, value]) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} ${n}`;
    taken.add(free);
    return [free, value];
  });
}

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (isArray(value)) return value.map((element) => mapTexts(element, change));
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, member]): [string, JsonValue] => [
      change(name),
      mapTexts(member, change),
    ]);
    return Object.fromEntries(distinct(members));
  }
  const digits = digitsOf(value);
  return digits !== undefined && digits.length >= 6 && change(digits) !== digits ? 0 : value;
}
