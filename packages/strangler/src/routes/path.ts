/**
 * Paths that two servers may read differently. The proxy forwards the bytes it was given, so it
 * has to be sure that whoever receives them sees the path that was matched here (RFC 3986 6.2.2
 * leaves normalisation to the reader).
 */

const SUSPICIOUS = /%|\/\/|\/\.|\\|;/;

/** The path of a request target in origin form, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

/** Undefined for a plain path; else every reading of it that a server downstream might take. */
export function readingsOf(path: string): readonly string[] | undefined {
  if (!SUSPICIOUS.test(path)) return undefined;
  const once = decode(path);
  const twice = decode(once);
  const readings = new Set<string>([path]);
  for (const text of [path, once, twice]) {
    const slashed = text.replaceAll('\\', '/');
    const bare = slashed.replace(/;[^/]*/g, '');
    for (const form of [text, slashed, bare]) {
      readings.add(form);
      readings.add(withoutDots(form));
      readings.add(form.replace(/\/{2,}/g, '/'));
      readings.add(withoutDots(form.replace(/\/{2,}/g, '/')));
    }
  }
  return [...readings];
}

/** A NUL, however it is spelled, ends the path early for some readers and for others not. */
export function hasNul(path: string): boolean {
  return path.includes('%') && /%(?:25)*00/.test(path);
}

function decode(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** RFC 3986 5.2.4, without ever climbing above the root. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (last && (segment === '.' || segment === '..')) kept.push('');
  }
  return `/${kept.join('/')}`;
}
