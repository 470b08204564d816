import { createHash } from 'node:crypto';
import type { ApiKey, ApiKeySettings } from '../../model/duties.ts';
import type { Identity } from '../../model/identity.ts';
import {
  type Authenticator,
  type Credentials,
  onlyValue,
  type Recognition,
  scopesOf,
} from './authenticator.ts';
import type { AuthenticatorHost } from './bearer.ts';

/** Longer values are no keys of anybody, and are not worth hashing. */
const MAX_KEY = 512;

/**
 * API keys, known by their SHA-256 only. Keys are random and long, so nothing is gained by a slow
 * hash; and looking up a hash gives nothing away by its timing, since nobody can aim at one.
 */
export class ApiKeyAuthenticator implements Authenticator {
  readonly name: string;
  readonly scheme = undefined;
  readonly carriedIn: { readonly field: string };
  readonly #header: string;
  readonly #keys: ReadonlyMap<string, { readonly key: ApiKey; readonly identity: Identity }>;
  readonly #host: Pick<AuthenticatorHost, 'clock'>;

  constructor({ name, header, keys }: ApiKeySettings, host: Pick<AuthenticatorHost, 'clock'>) {
    this.name = name;
    this.#header = header;
    this.carriedIn = { field: header };
    this.#keys = new Map(keys.map((key) => [key.sha256, { key, identity: identityOf(name, key) }]));
    this.#host = host;
  }

  recognise(request: Credentials): Recognition {
    const value = onlyValue(request, this.#header);
    if (value === undefined) return 'none';
    if (typeof value !== 'string') return value;
    const found =
      value.length > MAX_KEY
        ? undefined
        : this.#keys.get(createHash('sha256').update(value, 'latin1').digest('hex'));
    if (found === undefined) return { error: 'invalid_token', why: 'The API key is not known' };
    const { key, identity } = found;
    if (key.expires !== undefined && this.#host.clock() >= key.expires) {
      return { error: 'invalid_token', why: 'The API key has expired' };
    }
    return identity;
  }

  close(): void {
    // Nothing is open.
  }
}

function identityOf(by: string, { id, scopes, claims }: ApiKey): Identity {
  return {
    by,
    subject: id,
    claims: { ...claims, sub: id },
    scopes: new Set([...scopes, ...scopesOf(claims)]),
  };
}
