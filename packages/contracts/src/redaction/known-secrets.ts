import { MASK } from './value-rules.ts';

const MOST = 5000;

/**
 * What was kept back in one place must not come through in another: a token in a header is often also
 * part of a path, or of an error message. Held in memory only.
 */
export class KnownSecrets {
  readonly #placeholders = new Map<string, string>();
  #pattern: RegExp | undefined;

  /** Short and plain words are not remembered: hiding them everywhere would hide what is no secret. */
  learn(text: string, placeholder: string): void {
    if (text === placeholder || this.#placeholders.has(text) || !isTelling(text)) return;
    if (this.#placeholders.size >= MOST) {
      const [oldest] = this.#placeholders.keys();
      if (oldest !== undefined) this.#placeholders.delete(oldest);
    }
    this.#placeholders.set(text, placeholder);
    this.#pattern = undefined;
  }

  /** The text without anything that is known. */
  hide(text: string): string {
    const whole = this.#placeholders.get(text);
    if (whole !== undefined) return whole;
    if (this.#placeholders.size === 0 || text.length < 6) return text;
    this.#pattern ??= anyOf([...this.#placeholders.keys()]);
    return text.replace(this.#pattern, MASK);
  }
}

function isTelling(text: string): boolean {
  if (text.length < 6) return false;
  return (
    text.length >= 12 ||
    /\d/.test(text) ||
    /[^\p{L}\p{N}\s]/u.test(text) ||
    /\p{Ll}\p{Lu}/u.test(text)
  );
}

/** Longest first, so that no part of a longer one is left over. */
function anyOf(texts: readonly string[]): RegExp {
  const sorted = [...texts].sort((a, b) => b.length - a.length);
  return new RegExp(
    sorted.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'g',
  );
}
