import { createHash } from 'node:crypto';
import {
  type JsonNumber,
  type JsonObject,
  type JsonValue,
  write,
  writeJson,
} from '../json/lossless.ts';

/**
 * What a pact says, apart from how it was written down: its content sha, the ids of its
 * interactions, and the bytes that are stored and served.
 *
 * The sha is shared with every other Pact Broker: results are looked up by it, and consumers that
 * publish unchanged content count as verified because of it.
 */

const LISTS = ['interactions', 'messages'] as const;

/**
 * SHA-1 of `{interactions?, messages?, pact_specification_version?}` with keys sorted by bytes at
 * every depth and the list of interactions (or, without one, of messages) sorted by its JSON text.
 * A document with neither list counts whole.
 */
export function contentSha(pact: JsonObject): string {
  const sorted = sortContent(pact);
  const interactions = listAt(sorted, 'interactions');
  const messages = listAt(sorted, 'messages');
  if (interactions === undefined && messages === undefined) return sha1(canonical(sorted));
  const relevant: JsonObject = new Map();
  if (interactions !== undefined) relevant.set('interactions', interactions);
  if (messages !== undefined) relevant.set('messages', messages);
  const version = specificationVersion(sorted);
  if (version !== undefined) relevant.set('pact_specification_version', version);
  return sha1(canonical(relevant));
}

/**
 * Gives every interaction and message an `_id`, first in the object: SHA-1 of its sorted JSON.
 * An id that the file already had is kept.
 */
function withInteractionIds(pact: JsonObject): JsonObject {
  const copy: JsonObject = new Map(pact);
  for (const key of LISTS) {
    const list = listAt(pact, key);
    if (list !== undefined) copy.set(key, list.map(withId));
  }
  return copy;
}

/** The same pact without the ids that a broker added, for comparing two contents. */
export function withoutInteractionIds(pact: JsonObject): JsonObject {
  const copy: JsonObject = new Map(pact);
  for (const key of LISTS) {
    const list = listAt(pact, key);
    if (list !== undefined) copy.set(key, list.map(withoutId));
  }
  return copy;
}

/** Keys sorted at every depth, and the verifiable list sorted by its text. */
export function sortContent(pact: JsonObject): JsonObject {
  const key = LISTS.find((name) => {
    const value = pact.get(name);
    return value !== undefined && value !== null && value !== false;
  });
  if (key === undefined) return pact;
  const sorted = sortKeys(pact) as JsonObject;
  const list = sorted.get(key);
  if (Array.isArray(list)) {
    const texts = list.map((item) => ({ item, text: Buffer.from(canonical(item)) }));
    texts.sort((a, b) => Buffer.compare(a.text, b.text));
    sorted.set(
      key,
      texts.map(({ item }) => item),
    );
  }
  return sorted;
}

export function listAt(pact: JsonObject, key: string): JsonValue[] | undefined {
  const value = pact.get(key);
  return Array.isArray(value) ? value : undefined;
}

/** `name` of `consumer` or `provider`, when the pact has one. */
export function participantName(pact: JsonValue, role: 'consumer' | 'provider'): JsonValue {
  const party = pact instanceof Map ? pact.get(role) : undefined;
  return (party instanceof Map ? party.get('name') : undefined) ?? null;
}

/** The three places where pact files of different ages keep the version of the specification. */
function specificationVersion(pact: JsonObject): JsonValue | undefined {
  const metadata = pact.get('metadata');
  if (!(metadata instanceof Map)) return undefined;
  for (const key of ['pactSpecification', 'pact-specification']) {
    const holder = metadata.get(key);
    const version = holder instanceof Map ? holder.get('version') : undefined;
    if (version !== undefined && version !== null && version !== false) return version;
  }
  const version = metadata.get('pactSpecificationVersion');
  return version === null || version === false ? undefined : version;
}

function withId(item: JsonValue): JsonValue {
  if (!(item instanceof Map)) return item;
  const id = item.get('_id') ?? interactionId(item);
  const identified: JsonObject = new Map([['_id', id]]);
  for (const [key, value] of item) if (key !== '_id') identified.set(key, value);
  return identified;
}

function withoutId(item: JsonValue): JsonValue {
  if (!(item instanceof Map)) return item;
  const copy: JsonObject = new Map(item);
  copy.delete('_id');
  return copy;
}

function interactionId(interaction: JsonObject): string {
  return sha1(canonical(sortKeys(withoutId(interaction))));
}

export function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([key, item]) => [key, sortKeys(item)] as const);
  return new Map(entries.sort(([a], [b]) => compareBytes(a, b)));
}

/** By UTF-8 bytes: JavaScript's own order compares UTF-16 units and differs above U+FFFF. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function canonical(value: JsonValue): string {
  return write(value, canonicalNumber);
}

/**
 * Whole numbers keep their digits; anything with a fraction or an exponent is a double, written in
 * its shortest form: plain between 1e-4 and 1e16 and with at least one decimal, otherwise as
 * `d.de+XX`. That is how the reference broker writes numbers before hashing.
 */
function canonicalNumber({ text }: JsonNumber): string {
  if (!/[.eE]/.test(text)) return text === '-0' ? '0' : text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const mantissa = digits.includes('.') ? digits : `${digits}.0`;
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** The stored and served text of a pact. */
export function storedText(pact: JsonObject): string {
  return writeJson(withInteractionIds(pact));
}

/** The sha of a pact whose interactions carry ids of ours, as it is without them. */
export function contentShaWithoutIds(pact: JsonObject): string {
  const plain = new Map(pact);
  for (const key of ['interactions', 'messages']) {
    const items = listAt(pact, key);
    if (items !== undefined) plain.set(key, items.map(withoutId));
  }
  return contentSha(plain);
}
