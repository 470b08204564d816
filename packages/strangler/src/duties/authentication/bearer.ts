import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { BearerSettings } from '../../model/duties.ts';
import type { Identity } from '../../model/identity.ts';
import type { SharedStore } from '../../redis/shared-store.ts';
import {
  type Authenticator,
  type Credentials,
  onlyValue,
  type Recognition,
  type Rejection,
  scopesOf,
} from './authenticator.ts';
import { KeySet, KeysUnavailable } from './key-set.ts';
import { OneTimeTokens, type Use } from './one-time.ts';
import { Recently } from './recently.ts';
import { SharedOneTimeTokens } from './shared-one-time.ts';

const SCHEME = /^bearer +(\S+) *$/i;
/** The compact form of RFC 7515 3.1; anything else is not worth decoding. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Room for one-time tokens that have not expired. */
const ONE_TIME_ROOM = 100_000;

export interface AuthenticatorHost {
  /** Milliseconds from a monotonic clock. */
  now(): number;
  /** Milliseconds since 1970; what tokens mean by time. */
  clock(): number;
  log(level: 'warn', message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Bearer tokens (RFC 6750) that are signed JSON Web Tokens, verified once and then remembered. */
export class BearerAuthenticator implements Authenticator {
  readonly name: string;
  readonly scheme = 'Bearer';
  readonly carriedIn = { field: 'authorization' };
  readonly #settings: BearerSettings;
  readonly #host: AuthenticatorHost;
  readonly #keys: KeySet;
  readonly #verified: Recently<Identity>;
  readonly #used: OneTimeTokens | SharedOneTimeTokens;

  /** `store`: where one-time tokens are remembered for several proxies. */
  constructor(settings: BearerSettings, host: AuthenticatorHost, store?: SharedStore) {
    this.name = settings.name;
    this.#settings = settings;
    this.#host = host;
    const alone = new OneTimeTokens(ONE_TIME_ROOM);
    this.#used = store === undefined ? alone : new SharedOneTimeTokens(store, alone);
    // A one-time token that is remembered would be taken twice.
    this.#verified = new Recently(settings.oneTime ? 0 : settings.remembered);
    const unreachable = (why: string): void => {
      host.log('warn', 'the keys of an issuer cannot be fetched', {
        authenticator: this.name,
        why,
      });
    };
    this.#keys = new KeySet(settings, { now: () => host.now(), unreachable }, () =>
      this.#verified.clear(),
    );
  }

  recognise(request: Credentials): Recognition | Promise<Recognition> {
    const value = onlyValue(request, 'authorization');
    if (value === undefined) return 'none';
    if (typeof value !== 'string') return value;
    const token = SCHEME.exec(value)?.[1];
    if (token === undefined) return 'none';
    const known = this.#verified.get(token, this.#host.clock());
    if (known !== undefined) {
      this.#keys.touch();
      return known;
    }
    if (token.length > this.#settings.maxTokenBytes) return invalid('The token is too long');
    if (!COMPACT.test(token)) return invalid('The token is no signed JSON Web Token');
    return this.#verify(token);
  }

  close(): void {
    this.#verified.clear();
  }

  async #verify(token: string): Promise<Recognition> {
    try {
      const payload = await this.#payload(token);
      const refusal = await this.#replayed(payload);
      if (refusal !== undefined) return refusal;
      const identity = identityOf(this.name, payload);
      const expires = (payload.exp ?? 0) * 1000 + this.#settings.leewaySeconds * 1000;
      this.#verified.set(token, identity, this.#until(payload, expires));
      return identity;
    } catch (error) {
      const refusal = rejectionOf(error);
      if (refusal !== undefined) return refusal;
      throw error;
    }
  }

  async #payload(token: string): Promise<JWTPayload> {
    const keys = await this.#keys.current();
    try {
      return (await jwtVerify(token, keys, this.#options())).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!(await this.#keys.refreshed(keys))) throw error;
    }
    return (await jwtVerify(token, await this.#keys.current(), this.#options())).payload;
  }

  #options(): NonNullable<Parameters<typeof jwtVerify>[2]> {
    const { issuer, audience, algorithms, type, leewaySeconds, maxAgeSeconds } = this.#settings;
    return {
      issuer: [...issuer],
      audience: [...audience],
      algorithms: [...algorithms] as never[],
      clockTolerance: leewaySeconds,
      currentDate: new Date(this.#host.clock()),
      // A token without an end could never be taken back.
      requiredClaims: this.#settings.oneTime ? ['exp', 'jti'] : ['exp'],
      ...(type === undefined ? {} : { typ: type }),
      ...(maxAgeSeconds === 0 ? {} : { maxTokenAge: maxAgeSeconds }),
    };
  }

  #until({ iat }: JWTPayload, expires: number): number {
    const { maxAgeSeconds, leewaySeconds } = this.#settings;
    if (maxAgeSeconds === 0 || iat === undefined) return expires;
    return Math.min(expires, (iat + maxAgeSeconds + leewaySeconds) * 1000);
  }

  async #replayed({ jti, exp, iss }: JWTPayload): Promise<Rejection | undefined> {
    if (!this.#settings.oneTime) return undefined;
    if (typeof jti !== 'string' || jti === '') return invalid('The token has no jti');
    const expires = ((exp ?? 0) + this.#settings.leewaySeconds) * 1000;
    const use: Use = await this.#used.use(`${iss} ${jti}`, expires, this.#host.clock());
    switch (use) {
      case 'fresh':
        return undefined;
      case 'used':
        return invalid('The token has been used before');
      case 'full':
        return { error: 'unavailable', why: 'Too many one-time tokens are in use' };
      case 'unknown':
        return { error: 'unavailable', why: 'Whether the token was used before cannot be told' };
    }
  }
}

function identityOf(by: string, payload: JWTPayload): Identity {
  const subject = typeof payload.sub === 'string' ? payload.sub : undefined;
  return { by, subject, claims: payload, scopes: scopesOf(payload) };
}

function invalid(why: string): Rejection {
  return { error: 'invalid_token', why };
}

/** What was wrong with the token; undefined when it is not the token that failed. */
function rejectionOf(error: unknown): Rejection | undefined {
  if (error instanceof KeysUnavailable) {
    return { error: 'unavailable', why: 'The keys of the issuer are not at hand' };
  }
  if (error instanceof errors.JWTExpired) return invalid('The token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalid(`The claim ${known(error.claim)} does not fit`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return invalid('The signature algorithm is not allowed');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return invalid('The signature does not fit');
  }
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return invalid('No key of the issuer fits the token');
  }
  // A header or a payload that no key of any kind could make good; TypeError is a key of the wrong type.
  if (error instanceof errors.JOSEError || error instanceof TypeError) {
    return invalid('The token is malformed');
  }
  return undefined;
}

/** Claim names go into a header field: only those that jose itself checks. */
function known(claim: string): string {
  return ['iss', 'aud', 'nbf', 'iat', 'exp', 'sub', 'typ', 'jti'].includes(claim) ? claim : 'set';
}
