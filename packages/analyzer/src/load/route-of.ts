import type { Route } from '../model/analysis.ts';

interface Pattern<T> {
  route: T;
  method: string;
  path: string;
  expression: RegExp;
  /** Fewer are better: `/orders/new` before `/orders/:id`. */
  holes: number;
}

/** `:id`, `:id(\\d+)`, `{id}`, `<id>`, `<int:id>`. */
const HOLE = /:\w+(?:\([^)]*\))?\??|\{\w+\??\}|<[\w:]+>/;
const REST = /\*\w*|\{\w+\*\}/;

/** Finds the route that a request went to: by the pattern as it is written, else by the path. */
export function routeFinder<T extends Pick<Route, 'method' | 'path'>>(
  routes: readonly T[],
): (method: string, paths: readonly string[]) => T | undefined {
  const patterns = routes
    .filter(({ path }) => path.startsWith('/'))
    .map(toPattern)
    .sort((a, b) => a.holes - b.holes || b.path.length - a.path.length);
  const known = new Map<string, T | undefined>();
  return (method, paths) => {
    const key = `${method} ${paths.join(' ')}`;
    if (known.has(key)) return known.get(key);
    const fits = patterns.filter((one) => one.method === 'ALL' || one.method === method);
    const found =
      fits.find(({ path }) => paths.includes(path)) ??
      fits.find(({ expression }) => paths.some((path) => expression.test(plain(path))));
    known.set(key, found?.route);
    return found?.route;
  };
}

function toPattern<T extends Pick<Route, 'method' | 'path'>>(route: T): Pattern<T> {
  const { method, path } = route;
  const parts = path.split(new RegExp(`(${REST.source}|${HOLE.source})`));
  const source = parts.map((part, i) => {
    if (i % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return REST.test(part) ? '.*' : '[^/]+';
  });
  const rests = parts.filter((part, i) => i % 2 === 1 && REST.test(part)).length;
  return {
    route,
    method,
    path,
    expression: new RegExp(`^${source.join('').replace(/\/$/, '')}/?$`),
    holes: (parts.length - 1) / 2 + 10 * rests,
  };
}

/** Without the query, and without the origin that proxies may see. */
function plain(target: string): string {
  return target.replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/s, '') || '/';
}
