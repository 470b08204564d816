/**
 * JSON reading and writing that keeps the text of every number.
 *
 * `JSON.parse` turns `1.0` into `1`, `-0.0` into `0` and rounds long integers. A pact stored that
 * way would no longer be the pact that was published, and its content sha would differ from the
 * one every other Pact Broker computes. (RFC 8259, section 6, leaves number precision to the
 * reader.)
 */

/** A number together with the text it was written as. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonValue = string | boolean | null | JsonNumber | JsonValue[] | JsonObject;
/** Insertion-ordered; unlike a plain object it also keeps the order of keys such as `"10"`. */
export type JsonObject = Map<string, JsonValue>;

/** Where reading stopped, and the rest of the text from there. */
export class JsonSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
  }
}

/** Deep enough for any contract, shallow enough that hostile nesting cannot exhaust the stack. */
const MAX_DEPTH = 512;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Control characters are looked for apart from this: a pattern cannot name them plainly.
const STRING = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

/** Reads one JSON document. Throws {@link JsonSyntaxError}. */
export function parseJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new JsonSyntaxError('nesting is too deep', this.#at);
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return new JsonNumber(this.#match(NUMBER));
    }
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#fail();
  }

  #object(depth: number): JsonObject {
    const entries: JsonObject = new Map();
    this.#at++;
    this.#space();
    if (this.#take('}')) return entries;
    do {
      this.#space();
      const key = this.#string();
      this.#space();
      if (!this.#take(':')) this.#fail();
      entries.set(key, this.value(depth + 1));
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
    return entries;
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.#at++;
    this.#space();
    if (this.#take(']')) return items;
    do {
      items.push(this.value(depth + 1));
      this.#space();
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail();
    return items;
  }

  #string(): string {
    const start = this.#at;
    const closing = this.#text.indexOf('"', start + 1);
    const plain = closing < 0 ? '' : this.#text.slice(start + 1, closing);
    // Most strings have no escape: take them without the regular expression.
    const simple = this.#text[start] === '"' && closing >= 0 && !plain.includes('\\');
    if (simple) this.#at = closing + 1;
    const text = simple ? plain : this.#match(STRING);
    if (hasControlCharacter(text)) throw new JsonSyntaxError('unexpected character', start);
    return simple ? text : (JSON.parse(text) as string);
  }

  #word<T extends JsonValue>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return this.#fail();
    this.#at += found[0].length;
    return found[0];
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #fail(): never {
    throw new JsonSyntaxError('unexpected token', this.#at);
  }
}

/** Control characters must be escaped within strings (RFC 8259, section 7). */
function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) < 0x20) return true;
  }
  return false;
}

/** Writes without white space, every number as it was read. */
export function writeJson(value: JsonValue): string {
  return write(value, (number) => number.text);
}

/** Writes with a number format of the caller's choice. */
export function write(value: JsonValue, number: (value: JsonNumber) => string): string {
  if (value instanceof JsonNumber) return number(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, number)).join(',')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, item]) => `${JSON.stringify(key)}:${write(item, number)}`,
    );
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The value as ordinary JavaScript, where exact number text does not matter. */
export function toPlain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) {
    const plain: Record<string, unknown> = Object.create(null);
    for (const [key, item] of value) plain[key] = toPlain(item);
    return plain;
  }
  return value;
}
