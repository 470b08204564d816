import { createHash } from 'node:crypto';
import type { SessionSettings } from '../../model/duties.ts';
import type { Claims } from '../../model/identity.ts';
import {
  type Authenticator,
  type Credentials,
  onlyValue,
  type Recognition,
  scopesOf,
} from './authenticator.ts';
import type { AuthenticatorHost } from './bearer.ts';
import { fetchJson } from './fetch-json.ts';
import { Recently } from './recently.ts';

/** How long a session is known to be none, in ms: long enough to break a storm. */
const ABSENT_MS = 2000;
const MAX_ABSENT = 1000;
const MAX_COOKIE = 4096;
/** Questions under way at a time; a flood of made-up cookies must not become a flood of questions. */
const MAX_ASKING = 64;

/**
 * Sessions that the monolith, or whoever keeps them, is asked about: the cookie's value is posted as
 * `token`, and the answer has `active` and the claims (RFC 7662 2.1, 2.2). Answers are believed for a
 * while, so a logout takes that long to be noticed here.
 */
export class SessionAuthenticator implements Authenticator {
  readonly name: string;
  readonly scheme = undefined;
  readonly carriedIn: { readonly cookie: string };
  readonly #settings: SessionSettings;
  readonly #host: AuthenticatorHost;
  readonly #known: Recently<Recognition>;
  /** Apart, so that made-up cookies push nobody out. */
  readonly #absent = new Recently<Recognition>(MAX_ABSENT);
  readonly #asking = new Map<string, Promise<Recognition>>();

  constructor(settings: SessionSettings, host: AuthenticatorHost) {
    this.name = settings.name;
    this.carriedIn = { cookie: settings.cookie };
    this.#settings = settings;
    this.#host = host;
    this.#known = new Recently(settings.remembered);
  }

  recognise(request: Credentials): Recognition | Promise<Recognition> {
    const field = onlyValue(request, 'cookie');
    if (field === undefined) return 'none';
    if (typeof field !== 'string') return field;
    const values = cookieValues(field, this.#settings.cookie);
    const [value] = values;
    if (value === undefined || value === '') return 'none';
    if (values.length > 1) return { error: 'invalid_request', why: 'more than one session cookie' };
    if (value.length > MAX_COOKIE)
      return { error: 'invalid_token', why: 'The session is too long' };
    // Not the session itself: what lies in memory for long should be good for nothing.
    const key = createHash('sha256').update(value, 'latin1').digest('base64');
    const now = this.#host.now();
    return this.#known.get(key, now) ?? this.#absent.get(key, now) ?? this.#ask(key, value);
  }

  close(): void {
    this.#known.clear();
  }

  #ask(key: string, value: string): Promise<Recognition> | Recognition {
    const before = this.#asking.get(key);
    if (before !== undefined) return before;
    if (this.#asking.size >= MAX_ASKING) {
      return { error: 'unavailable', why: 'Too many sessions are being asked about' };
    }
    const asked = this.#introspect(key, value).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asked);
    return asked;
  }

  async #introspect(key: string, value: string): Promise<Recognition> {
    const { introspect, authorizationEnv, timeoutMs, cacheSeconds } = this.#settings;
    const secret = authorizationEnv === undefined ? undefined : process.env[authorizationEnv];
    try {
      const { status, value: answer } = await fetchJson(introspect, {
        method: 'POST',
        timeoutMs,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(secret === undefined ? {} : { authorization: secret }),
        },
        body: new URLSearchParams({ token: value, token_type_hint: 'session' }).toString(),
      });
      if (status !== 200) throw new Error(`it answered ${status}`);
      const { active, ...claims } = (answer ?? {}) as { active?: unknown } & Record<
        string,
        unknown
      >;
      const expires = typeof claims.exp === 'number' ? claims.exp * 1000 : Infinity;
      const left = expires - this.#host.clock();
      const now = this.#host.now();
      if (active !== true || left <= 0) {
        const over: Recognition = { error: 'invalid_token', why: 'The session is over' };
        this.#absent.set(key, over, now + ABSENT_MS);
        return over;
      }
      const identity = identityOf(this.name, claims);
      this.#known.set(key, identity, now + Math.min(cacheSeconds * 1000, left));
      return identity;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#host.log('warn', 'a session cannot be asked about', { authenticator: this.name, why });
      return { error: 'unavailable', why: 'The session cannot be looked up at present' };
    }
  }
}

function identityOf(by: string, claims: Claims): Recognition {
  const subject = typeof claims.sub === 'string' ? claims.sub : undefined;
  return { by, subject, claims, scopes: scopesOf(claims) };
}

/** Every value of a cookie: of two, servers take one or the other. */
function cookieValues(field: string, name: string): string[] {
  return field.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at !== -1 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
}
