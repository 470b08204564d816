import { ANY_SEGMENT, type PathPattern } from '../routes/pattern.ts';

/**
 * The pattern as a regular expression for a whole path, in what PCRE, RE2 and Rust's regex share: a slash
 * at the end makes no difference, `*` is one segment, an open pattern takes any rest.
 *
 * @param segment characters of a segment, where the surroundings want it narrower
 */
export function pathRegex({ segments, open }: PathPattern, segment = '[^/]'): string {
  const text = segments
    .map((one) => `/${one === ANY_SEGMENT ? `${segment}+` : escapeRegex(one)}`)
    .join('');
  const rest = segment.replace('/', '');
  if (open) return `${text}(?:/${rest === '[^]' ? '.' : rest}*)?`;
  return text === '' ? '//?' : `${text}/?`;
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A host as a regular expression, with or without a port, case aside. */
export function hostRegex(host: string, any: string): string {
  const name = host.startsWith('*.') ? `${any}*${escapeRegex(host.slice(1))}` : escapeRegex(host);
  return `(?i:${name})(?::[0-9]*)?`;
}

/**
 * The first cookie of that name has that value (`*`: any), as here. Looks ahead, so PCRE is needed.
 *
 * @param any characters of a value, where the surroundings want it narrower
 */
export function cookieRegex(name: string, value: string, any = '[^;]'): string {
  const key = escapeRegex(name);
  const wanted = value === '*' ? `${any}*` : escapeRegex(value);
  return `^(?: *(?!${key}=)${any}*;)* *${key}=${wanted}(?:;|$)`;
}
