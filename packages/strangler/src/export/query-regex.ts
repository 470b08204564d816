import { escapeRegex } from './path-regex.ts';

/** What stands around a query in the text that is looked at, as pieces of a regular expression. */
export interface QuerySurroundings {
  /** What comes before the first parameter. */
  readonly start: string;
  /** One character of a parameter. */
  readonly any: string;
  /** What comes behind the last one. */
  readonly end: string;
}

/**
 * Looks ahead once for each condition: there is such a parameter, and none of that name that differs, as
 * here. Every spelling counts: plus or escape for a blank, escapes of any letter, in either case.
 */
export function queryRegex(
  query: readonly (readonly [name: string, value: string])[],
  { start, any, end }: QuerySurroundings,
): string {
  const stop = `(?:&|${end})`;
  const before = `${start}(?:${any}*&)*`;
  return query
    .map(([name, value]) => {
      const key = spelt(name, '&+#%=');
      const one = `${key}${valueRegex(value, any)}${stop}`;
      return `(?=${before}${one})(?!${before}(?!${one})${key}(?:=|${stop}))`;
    })
    .join('');
}

function valueRegex(value: string, any: string): string {
  if (value === '*') return `(?:=${any}*)?`;
  return value === '' ? '=?' : `=${spelt(value, '&+#%')}`;
}

/** @param never characters that mean something else unless they are escaped */
function spelt(text: string, never: string): string {
  return Array.from(text, (sign) => {
    const escaped = [...Buffer.from(sign)].map(escapeOf).join('');
    if (sign === ' ') return `(?:\\+|${escaped})`;
    return never.includes(sign) ? escaped : `(?:${escapeRegex(sign)}|${escaped})`;
  }).join('');
}

function escapeOf(byte: number): string {
  const digits = byte.toString(16).padStart(2, '0');
  return `%${digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`;
}
