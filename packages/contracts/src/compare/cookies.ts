import type { QueryPair } from '../pact/query-string.ts';

/** RFC 6265, 4.2.1: `name=value; name=value`. A name may be there more than once. */
export function readCookies(header: string): readonly QueryPair[] {
  return header.split(';').flatMap((pair): QueryPair[] => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
  });
}
