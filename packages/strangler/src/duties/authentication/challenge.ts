import type { Denial } from '../duty.ts';
import type { Authenticator, Rejection } from './authenticator.ts';

/** WWW-Authenticate (RFC 9110 11.6.1), with what RFC 6750 3 adds for bearer tokens. */
function challenges(
  authenticators: readonly Authenticator[],
  parameters: Readonly<Record<string, string>>,
): string[] {
  // API keys and sessions have no registered scheme; a name of our own keeps 401 as the RFC wants it.
  const schemes = new Set(authenticators.map(({ scheme }) => scheme ?? 'Ashlar'));
  return [...schemes].flatMap((scheme) => {
    const own = scheme === 'Bearer' ? parameters : {};
    const text = Object.entries({ realm: 'ashlar', ...own })
      .map(([name, value]) => `${name}="${value}"`)
      .join(', ');
    return ['WWW-Authenticate', `${scheme} ${text}`];
  });
}

/** No credential at all: no error code, as RFC 6750 3.1 has it. */
export function unauthenticated(authenticators: readonly Authenticator[]): Denial {
  return {
    status: 401,
    detail: 'This needs authentication.',
    fields: challenges(authenticators, {}),
  };
}

export function rejected(
  authenticators: readonly Authenticator[],
  { error, why }: Rejection,
): Denial {
  if (error === 'unavailable') {
    return { status: 503, detail: `${why}.`, fields: ['Retry-After', '1'] };
  }
  const fields = challenges(authenticators, { error, error_description: why });
  return { status: error === 'invalid_request' ? 400 : 401, detail: `${why}.`, fields };
}

/** Known, and still not let in. */
export function forbidden(
  authenticators: readonly Authenticator[],
  why: string,
  scopes: readonly string[],
): Denial {
  const scope: Record<string, string> = scopes.length === 0 ? {} : { scope: scopes.join(' ') };
  const parameters = { error: 'insufficient_scope', error_description: why, ...scope };
  return { status: 403, detail: `${why}.`, fields: challenges(authenticators, parameters) };
}
