import { decoded } from '../openapi/path-template.ts';

/**
 * RFC 6570, 3.2.1: a comma that is percent-encoded belongs to a value, a plain one stands between two
 * values. Decoding makes them alike, so the first is kept apart by a character for private use.
 */
const COMMA = '\uE02C';

/** Percent-decoded, with encoded commas kept apart where there are plain ones too. */
export function decodedList(text: string): string {
  const isMixed = text.includes(',') && /%2C/i.test(text);
  return isMixed ? decoded(text.replace(/%2C/gi, encodeURIComponent(COMMA))) : decoded(text);
}

/** The readings of a text: encoded commas are values, and, as some clients mean them, are separators. */
export function eitherComma(
  text: string,
  read: (text: string) => readonly unknown[],
): readonly unknown[] {
  if (!text.includes(COMMA)) return read(text);
  return [...read(text).map(withCommas), ...read(text.replaceAll(COMMA, ','))];
}

function withCommas(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(COMMA, ',');
  if (Array.isArray(value)) return value.map(withCommas);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [withCommas(name), withCommas(member)]),
  );
}
