import type { SecurityScheme } from '../openapi/operation.ts';
import type { HttpContext } from './context.ts';
import { readCookies } from './cookies.ts';

/** Alternatives of schemes that are needed together; `{}` among them asks for nothing. */
export function compareSecurity(context: HttpContext): void {
  const { operation } = context;
  const missing = operation.security.map(({ schemes }) =>
    schemes.filter((scheme) => !isMet(scheme, context)),
  );
  if (missing.length === 0 || missing.some((schemes) => schemes.length === 0)) return;
  const nearest = missing.reduce((a, b) => (b.length < a.length ? b : a));
  for (const scheme of nearest) {
    const part = scheme.kind === 'key' && scheme.in === 'query' ? 'query' : 'headers';
    const cookie = scheme.kind === 'key' && scheme.in === 'cookie';
    context.report(
      cookie ? 'request.authorization.cookie-missing' : 'request.authorization.missing',
      ['request', part],
      operation.node,
      `The operation asks for ${wordsFor(scheme)}, and the consumer does not send it.`,
    );
  }
}

function isMet(scheme: SecurityScheme, { interaction }: HttpContext): boolean {
  const { headers, query } = interaction.request;
  switch (scheme.kind) {
    case 'elsewhere':
      return true;
    case 'authorization':
      return (headers.get('authorization') ?? '').toLowerCase().startsWith(`${scheme.scheme} `);
    case 'key':
      if (scheme.in === 'header') return headers.has(scheme.name.toLowerCase());
      if (scheme.in === 'query') return query.some(([name]) => name === scheme.name);
      return readCookies(headers.get('cookie') ?? '').some(([name]) => name === scheme.name);
  }
}

function wordsFor(scheme: SecurityScheme): string {
  switch (scheme.kind) {
    case 'authorization':
      return `an Authorization header with the scheme "${scheme.scheme}"`;
    case 'key':
      return `the key "${scheme.name}" (${scheme.in})`;
    case 'elsewhere':
      return 'credentials';
  }
}

/** Names that a security scheme uses there, whether or not it is the one that is met. */
export function securityNames(
  { operation }: HttpContext,
  place: 'query' | 'header',
): readonly string[] {
  return operation.security
    .flatMap(({ schemes }) => schemes)
    .flatMap((scheme) => (scheme.kind === 'key' && scheme.in === place ? scheme.name : []));
}
