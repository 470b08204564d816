import type { Fields } from '../../http/fields.ts';
import type { ClientCertificate } from '../../model/client-certificate.ts';
import type { Identity } from '../../model/identity.ts';

/** What an authenticator looks at. */
export interface Credentials {
  readonly fields: Fields;
  /** The names in `fields`, lower case, one per pair. */
  readonly names: readonly string[];
  /** Of the connection, for who asks. */
  readonly certificate: ClientCertificate | undefined;
}

/** Why a credential does not count, in the words of RFC 6750 3.1. */
export interface Rejection {
  readonly error: 'invalid_request' | 'invalid_token' | 'unavailable';
  /** For whoever sent it; nothing about keys or addresses. */
  readonly why: string;
}

/** `none`: the request carries no credential of this kind. */
export type Recognition = Identity | Rejection | 'none';

/** One way of telling who sends a request. */
export interface Authenticator {
  readonly name: string;
  /** Challenge scheme for WWW-Authenticate; undefined where HTTP knows none. */
  readonly scheme: string | undefined;
  /** Header fields whose values are the credential, lower case, and the cookie likewise. */
  readonly carriedIn: { readonly field?: string; readonly cookie?: string };
  recognise(request: Credentials): Recognition | Promise<Recognition>;
  close(): void;
}

export function isRejection(value: Recognition): value is Rejection {
  return typeof value === 'object' && 'error' in value;
}

/** The value of a field that may stand once only: whoever reads another line sees somebody else. */
export function onlyValue(
  { fields, names }: Credentials,
  wanted: string,
): string | undefined | Rejection {
  const at = names.indexOf(wanted);
  if (at === -1) return undefined;
  if (names.indexOf(wanted, at + 1) === -1) return fields[at * 2 + 1];
  return { error: 'invalid_request', why: `more than one ${wanted} field` };
}

/** Scopes as RFC 8693 4.2 has them, or as lists under the names that identity providers use. */
export function scopesOf(claims: Readonly<Record<string, unknown>>): Set<string> {
  const scopes = new Set<string>();
  for (const value of [claims.scope, claims.scp]) {
    if (typeof value === 'string') for (const one of value.split(' ')) scopes.add(one);
    else if (Array.isArray(value)) {
      for (const one of value as unknown[]) if (typeof one === 'string') scopes.add(one);
    }
  }
  scopes.delete('');
  return scopes;
}
