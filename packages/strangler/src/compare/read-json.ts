import { readNumber } from './exact-number.ts';
import { writePath } from './paths.ts';

export interface ReadJson {
  readonly value: unknown;
  /** Places of objects that name a key twice, as paths with `[*]`; readers disagree on such keys. */
  readonly duplicates: ReadonlySet<string>;
}

/** Deeper than any answer meant for people; past it the text is not taken for JSON. */
const MAX_DEPTH = 500;

/**
 * Reads JSON (RFC 8259) without losing anything: numbers keep every digit, and keys that stand
 * twice are told. Of those the last counts, as for most readers.
 *
 * @throws SyntaxError
 */
export function readJson(text: string): ReadJson {
  const reader = new Reader(text);
  return { value: reader.read(), duplicates: reader.duplicates };
}

class Reader {
  readonly duplicates = new Set<string>();
  readonly #text: string;
  readonly #steps: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(): unknown {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '"') return this.#string();
    if (this.#word('true')) return true;
    if (this.#word('false')) return false;
    if (this.#word('null')) return null;
    NUMBER.lastIndex = this.#at;
    const [number] = NUMBER.exec(this.#text) ?? [];
    if (number === undefined) throw this.#unexpected();
    this.#at += number.length;
    return readNumber(number);
  }

  #object(): Record<string, unknown> {
    // Without a prototype "__proto__" is a key like any other.
    const object = Object.create(null) as Record<string, unknown>;
    this.#at++;
    this.#space();
    if (this.#take('}')) return object;
    do {
      this.#space();
      const key = this.#string();
      this.#space();
      if (!this.#take(':')) throw this.#unexpected();
      this.#enter(key);
      if (Object.hasOwn(object, key)) this.duplicates.add(writePath(this.#steps));
      object[key] = this.#value();
      this.#steps.pop();
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#unexpected();
    return object;
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    this.#at++;
    this.#space();
    if (this.#take(']')) return array;
    this.#enter('[*]');
    do {
      array.push(this.#value());
      this.#space();
    } while (this.#take(','));
    this.#steps.pop();
    if (!this.#take(']')) throw this.#unexpected();
    return array;
  }

  /** The closing quote is looked for by hand: a pattern would run out of stack on megabytes. */
  #string(): string {
    if (this.#text[this.#at] !== '"') throw this.#unexpected();
    let end = this.#at;
    let slashes: number;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end === -1) throw this.#unexpected();
      slashes = end;
      while (this.#text[slashes - 1] === '\\') slashes--;
    } while ((end - slashes) % 2 === 1);
    const quoted = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    return ESCAPED_OR_BAD.test(quoted) ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  #enter(step: string): void {
    if (this.#steps.length >= MAX_DEPTH) throw new SyntaxError('nested too deeply');
    this.#steps.push(step);
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #unexpected(): SyntaxError {
    return new SyntaxError(`unexpected text at ${this.#at}`);
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Control characters have to be escaped in a JSON string; JSON.parse refuses them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const ESCAPED_OR_BAD = /[\\\u0000-\u001f]/;
