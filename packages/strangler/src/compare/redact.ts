import { ExactNumber } from './exact-number.ts';

const SECRET_NAME =
  /^secret$|pass(?:word|wd|phrase)|secret|token|authori[sz]ation|cookie|session|credential|api.?key|private.?key|card|iban|account.?number|ssn|passport|cvv|pin\b|e-?mail|phone|birth|signature/i;
/** Whatever stands around them: e-mail addresses, JSON web tokens, bearer tokens, long secrets. */
const SECRET_PARTS =
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|\bBearer\s+\S+|[^\s@<>"'(),;:=/]{1,64}(?:@|%40)[^\s@<>"'(),;:]{1,255}\.[a-z]{2,}|[A-Za-z0-9_+=-]{40,}/gi;
const CARD_NUMBER = /\b\d(?:[ -]?\d){11,18}\b/g;
const MAX_TEXT = 120;
/** Of a string so much is looked at, and of an array or object so many entries. */
const MAX_STRING = 400;
const MAX_ENTRIES = 12;
const MASK = '[redacted]';

/** A value as it may be shown to a developer: short, and without what is nobody's business. */
export function redacted(name: string, value: unknown): string {
  if (value === undefined) return '(absent)';
  if (SECRET_NAME.test(name)) return JSON.stringify(MASK);
  if (value instanceof ExactNumber) return value.text;
  const text = JSON.stringify(value, mask) ?? 'undefined';
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

function mask(key: string, value: unknown): unknown {
  if (key !== '' && SECRET_NAME.test(key)) return MASK;
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'string') return redactedText(value.slice(0, MAX_STRING));
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value)
    ? value.slice(0, MAX_ENTRIES)
    : Object.fromEntries(Object.entries(value).slice(0, MAX_ENTRIES));
}

/** The secrets inside a text, masked. */
export function redactedText(text: string): string {
  return text
    .replace(SECRET_PARTS, MASK)
    .replace(CARD_NUMBER, (digits) => (isCardNumber(digits) ? MASK : digits));
}

/** ISO/IEC 7812-1 check digit; most long numbers are no cards, and worth seeing. */
function isCardNumber(text: string): boolean {
  let sum = 0;
  const digits = text.replace(/\D/g, '');
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A request target without its query values: they name people and carry tokens. */
export function redactedTarget(target: string): string {
  const query = target.indexOf('?');
  if (query === -1) return redactedText(target);
  const names = target
    .slice(query + 1)
    .split('&')
    .map((pair) => pair.split('=', 1)[0]);
  return `${redactedText(target.slice(0, query))}?${names.join('&')}`;
}
