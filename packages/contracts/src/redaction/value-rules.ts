import { passesIbanCheck, passesLuhn } from './checksums.ts';

/** One form of value that gives itself away, wherever it stands in a text. */
export interface ValueRule {
  /** As it is counted and reported. */
  readonly kind: string;
  /** With the flag `g`. */
  readonly pattern: RegExp;
  /** What stands in its place; undefined leaves a false alarm alone. No rule matches its own result. */
  replace(found: string): string | undefined;
}

export const MASK = '[redacted]';

/** In this order: what holds others (an address with a password) before what is held. */
export const VALUE_RULES: readonly ValueRule[] = [
  {
    kind: 'private-key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replace: () => MASK,
  },
  {
    // RFC 7519: header and claims start with `{"`, which is `eyJ` in base64url.
    kind: 'jwt',
    pattern: /eyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g,
    replace: () => MASK,
  },
  {
    kind: 'authorization',
    pattern: /\b(?:Bearer|Basic|Digest|Negotiate|Token|ApiKey)[ \t]+[\w.~+/=:-]{6,}/gi,
    replace: (found) =>
      /\d|[a-z][A-Z]|=/.test(found) ? `${found.split(/[ \t]/, 1)[0]} ${MASK}` : undefined,
  },
  {
    // RFC 3986, 3.2.1: `user:password@host`.
    kind: 'url-credentials',
    pattern: /\/\/[^\s/?#@:]*:[^\s/?#@]+@/g,
    replace: () => '//',
  },
  {
    kind: 'api-key',
    pattern:
      /\b(?:[sprk]{2}_(?:live|test)_\w{8,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{8,}|AKIA[0-9A-Z]{12,}|AIza[\w-]{30,}|npm_\w{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|whsec_\w{16,}|sk-[\w-]{20,})/g,
    replace: () => MASK,
  },
  {
    kind: 'email',
    pattern: /[^\s@<>"'`()[\]{},;:\\/?&=|]+@(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}/gu,
    replace: (found) => (found === EMAIL ? undefined : standInForEmail(found)),
  },
  {
    kind: 'iban',
    pattern: /\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?\b/g,
    replace: (found) => {
      const plain = found.replace(/[ -]/g, '');
      return plain.length >= 15 && passesIbanCheck(plain) ? MASK : undefined;
    },
  },
  {
    // 13 to 19 digits. Nothing is issued with a leading 0, and a leading 1 is mostly a time stamp.
    kind: 'card',
    pattern: /(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])/g,
    replace: (found) => {
      const digits = found.replace(/\D/g, '');
      const grouped = digits.length !== found.length;
      if (digits.startsWith('0') || (digits.startsWith('1') && !grouped)) return undefined;
      return passesLuhn(digits) ? found.replace(/\d/g, '0') : undefined;
    },
  },
  {
    kind: 'ssn',
    pattern: /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g,
    replace: (found) => zeroed(found),
  },
  {
    // E.164 with its plus, however it is grouped.
    kind: 'phone',
    pattern: /(?<![\w+])\+\d(?:[\s().-]{0,2}\d){6,14}(?!\d)/g,
    replace: (found) => (/[1-9]/.test(found) ? `+${zeroed(found.slice(1))}` : undefined),
  },
  {
    // Without a plus only in forms that are hardly anything else: (030) 1234567, 555-123-4567, 0170 1234567.
    kind: 'phone',
    pattern:
      /(?<![\w.+-])(?:\(\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,5}|\d{3}[-. ]\d{3}[-. ]\d{4}|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,5})(?![\w-])/g,
    replace: (found) => (/[1-9]/.test(found) ? zeroed(found) : undefined),
  },
];

const EMAIL = 'redacted@example.com';

/** An address beyond ASCII does not have the form that the usual stand-in would give evidence for. */
export function standInForEmail(address: string): string {
  return /^[\x21-\x7e]+$/.test(address) ? EMAIL : MASK;
}

function zeroed(text: string): string {
  return text.replace(/\d/g, '0');
}

/**
 * Whole values that only a machine could have made up: long, of three kinds of characters, and with
 * more than 3.5 bits per character. Digests in hexadecimal and identifiers are left alone.
 */
export function looksRandom(text: string): boolean {
  if (text.length < 24 || !/^[A-Za-z0-9+/_=.~-]+$/.test(text)) return false;
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false;
  return entropy(text) > 3.5;
}

/** Shannon's, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
