/** A request without its body, as a test sends it everywhere. */
export interface Sketch {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Numbers in [0, 1) that come again: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Requests around a table: its words and near misses, so that most of them are close to the border
 * of some route.
 */
export function sketches(count: number, seed: number): Sketch[] {
  const next = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const maybe = (share: number): boolean => next() < share;
  const words = [
    'orders',
    'order',
    'Orders',
    'stock',
    'stocks',
    'v1',
    'a',
    '7',
    'a.b',
    'x-y',
    'search',
    '',
  ];
  const path = (): string => {
    const length = Math.floor(next() * 4);
    const segments = Array.from({ length }, () => pick(words));
    const odd = maybe(0.05) ? pick(['/%61', '/a%2Fb', '/.', '//', '/a;b', '/ä'.normalize()]) : '';
    return encodeURI(`/${segments.join('/')}${maybe(0.2) ? '/' : ''}`) + encodeOdd(odd);
  };
  const query = (): string => {
    if (maybe(0.6)) return '';
    const names = ['beta', 'page', 'Beta', 'betas'];
    const parts = Array.from({ length: 1 + Math.floor(next() * 2) }, () => {
      const name = pick(names);
      return maybe(0.8) ? `${name}=${pick(['1', '2', '', '11'])}` : name;
    });
    return `?${parts.join('&')}`;
  };
  return Array.from({ length: count }, () => {
    const headers: Record<string, string> = {};
    if (maybe(0.5))
      headers.host = pick([
        'shop.example',
        'SHOP.example:8443',
        'eu.shop.example',
        'other.example',
        'shop.example.evil',
      ]);
    if (maybe(0.4)) headers['x-tenant'] = pick(['acme', 'ACME', 'acme2', 'umbrella']);
    if (maybe(0.3)) headers['x-user'] = `user-${Math.floor(next() * 40)}`;
    if (maybe(0.4)) {
      headers.cookie = pick([
        'trial=yes',
        'a=b; trial=yes',
        'xtrial=yes',
        'trial=no; trial=yes',
        'trial=yess',
        'b=trial=yes',
      ]);
    }
    return {
      method: pick(['GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD']),
      path: `${path()}${query()}`,
      headers,
    };
  });
}

const encodeOdd = (text: string): string => text.replace('ä', '%C3%A4');
