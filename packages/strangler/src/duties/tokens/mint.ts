import { type KeyObject, randomUUID, sign } from 'node:crypto';
import type { DownstreamTokenSettings } from '../../model/duties.ts';
import type { Identity } from '../../model/identity.ts';
import { Recently } from '../authentication/recently.ts';
import { changeKeyFile } from './key-file.ts';
import {
  newSigningKey,
  privateKeyOf,
  publicKeys,
  rotated,
  type SigningKey,
  signingKey,
} from './signing-keys.ts';

const REMEMBERED = 5000;
/** How often keys are looked at; a new one is announced for longer than that. */
const LOOK_MS = 10_000;
/** Processes that start together wait for the one that makes the first key. */
const PATIENCE_MS = 2000;

/**
 * Signs who somebody is, for one upstream at a time and for a short while, so that a token that
 * leaks from one service opens no other. Verified identities come again and again: a token serves
 * for half its lifetime.
 */
export class Mint {
  readonly settings: DownstreamTokenSettings;
  readonly #clock: () => number;
  readonly #failed: (why: string) => void;
  /** By identity, since a new login is a new identity; then by audience. */
  readonly #minted = new WeakMap<Identity, Recently<string>>();
  #keys: readonly SigningKey[] = [];
  #current: { readonly kid: string; readonly key: KeyObject } | undefined;
  #lookedAt = -Infinity;

  /**
   * `clock` in ms since 1970; `failed` hears of a key file that can no longer be used.
   *
   * @throws ProxyError PROXY_KEYS_INVALID
   */
  constructor(
    settings: DownstreamTokenSettings,
    clock: () => number,
    failed: (why: string) => void,
  ) {
    this.settings = settings;
    this.#clock = clock;
    this.#failed = failed;
    const until = performance.now() + PATIENCE_MS;
    this.#turn(clock());
    while (this.#current === undefined && performance.now() < until) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      this.#turn(clock());
    }
    this.#signer();
  }

  token(identity: Identity, audience: string): string {
    const now = this.#clock();
    this.#look(now);
    let known = this.#minted.get(identity);
    if (known === undefined) {
      known = new Recently(REMEMBERED);
      this.#minted.set(identity, known);
    }
    const kid = this.#signer().kid;
    const key = `${kid} ${audience}`;
    const before = known.get(key, now);
    if (before !== undefined) return before;
    const token = this.#sign(identity, audience, now);
    known.set(key, token, now + (this.settings.lifetimeSeconds * 1000) / 2);
    return token;
  }

  /** The JSON Web Key Set for those who verify. */
  jwks(): { keys: Record<string, unknown>[] } {
    this.#look(this.#clock());
    return publicKeys(this.#keys, this.settings.algorithm);
  }

  #sign(identity: Identity, audience: string, now: number): string {
    const { issuer, algorithm, lifetimeSeconds, claims: passed } = this.settings;
    const { kid, key } = this.#signer();
    const iat = Math.floor(now / 1000);
    const claims: Record<string, unknown> = {};
    for (const name of passed) {
      if (Object.hasOwn(identity.claims, name)) claims[name] = identity.claims[name];
    }
    const payload = {
      ...claims,
      iss: issuer,
      aud: audience,
      sub: identity.subject,
      iat,
      exp: iat + lifetimeSeconds,
      jti: randomUUID(),
      amr: [identity.by],
      ...(identity.scopes.size === 0 ? {} : { scope: [...identity.scopes].sort().join(' ') }),
    };
    const text = `${encoded({ alg: algorithm, typ: 'JWT', kid })}.${encoded(payload)}`;
    // RFC 7518 3.4: both halves of the signature as they are, not in DER.
    const signature =
      algorithm === 'EdDSA'
        ? sign(null, Buffer.from(text), key)
        : sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  #signer(): { readonly kid: string; readonly key: KeyObject } {
    if (this.#current === undefined) throw new TypeError('there is no signing key');
    return this.#current;
  }

  #look(now: number): void {
    if (now < this.#lookedAt + LOOK_MS && now >= this.#lookedAt) return;
    try {
      this.#turn(now);
    } catch (error) {
      this.#lookedAt = now;
      this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  #turn(now: number): void {
    const { keyFile, algorithm } = this.settings;
    const change = (keys: readonly SigningKey[]): readonly SigningKey[] =>
      rotated(ofAlgorithm(keys, algorithm), this.settings, now, (createdAt, signsFrom) =>
        newSigningKey(algorithm, createdAt, signsFrom),
      );
    this.#keys =
      keyFile === undefined ? change(this.#keys) : (changeKeyFile(keyFile, change) ?? this.#keys);
    this.#lookedAt = now;
    const key = signingKey(this.#keys, now);
    if (key !== undefined && key.kid !== this.#current?.kid) {
      this.#current = { kid: key.kid, key: privateKeyOf(key) };
    }
  }
}

/** After a change of algorithm the old keys are of no use. */
function ofAlgorithm(
  keys: readonly SigningKey[],
  algorithm: DownstreamTokenSettings['algorithm'],
): readonly SigningKey[] {
  const crv = algorithm === 'EdDSA' ? 'Ed25519' : 'P-256';
  const fitting = keys.filter(({ privateJwk }) => privateJwk.crv === crv);
  return fitting.length === keys.length ? keys : fitting;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
