import type { Route } from './analysis.ts';

/**
 * The domain of what answers a route; where that belongs to none (a library, shell, an inline
 * function), of the file that declares it.
 */
export function routeDomain(
  { file, handler }: Pick<Route, 'file' | 'handler'>,
  domainOf: (file: string) => string | null | undefined,
): string | null {
  return domainOf(handler?.file ?? file) ?? domainOf(file) ?? null;
}

/** How a route is called: a route declared in two places is one. */
export const routeName = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  `${method} ${path}`;
