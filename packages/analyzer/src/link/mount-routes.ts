import type { Route } from '../model/analysis.ts';
import { getOrMake } from './program.ts';

export interface RouteDraft {
  route: Omit<Route, 'domain'>;
  /** Identity of the router it is registered on. */
  router?: string;
}

export interface Mount {
  parent: string;
  child: string;
  prefix: string;
}

const MAX_DEPTH = 10;
const MAX_PREFIXES = 12;

/** Gives every route its full path: the prefixes of the routers above it, in every combination. */
export function mountRoutes(drafts: RouteDraft[], mounts: Mount[]): Omit<Route, 'domain'>[] {
  const parents = new Map<string, Mount[]>();
  for (const mount of mounts) {
    if (mount.parent !== mount.child) getOrMake(parents, mount.child, () => []).push(mount);
  }
  const prefixesOf = (router: string, depth: number, path: Set<string>): string[] => {
    const above = parents.get(router);
    if (!above || depth > MAX_DEPTH || path.has(router)) return [''];
    const inner = new Set([...path, router]);
    const all = above.flatMap(({ parent, prefix }) =>
      prefixesOf(parent, depth + 1, inner).map((p) => p + prefix),
    );
    return [...new Set(all)].slice(0, MAX_PREFIXES);
  };
  return drafts.flatMap(({ route, router }) => {
    // Names of GraphQL fields and procedures are no paths.
    if (router === undefined) return [route];
    const prefixes = prefixesOf(router, 0, new Set());
    return prefixes.map((prefix) => ({ ...route, path: joinPaths(prefix, route.path) }));
  });
}

export function joinPaths(...parts: string[]): string {
  const joined = parts
    .filter((part) => part !== '')
    .join('/')
    .replace(/\/{2,}/g, '/');
  const path = joined.length > 1 ? joined.replace(/\/$/, '') : joined;
  if (path === '') return '/';
  return path.startsWith('/') || path.startsWith('*') ? path : `/${path}`;
}
