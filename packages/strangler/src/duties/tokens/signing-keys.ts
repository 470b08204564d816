import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { DownstreamTokenSettings } from '../../model/duties.ts';

/** A key pair of the proxy's own. */
export interface SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  /** Time in ms since 1970. */
  readonly createdAt: number;
  /** From then on it may sign; before, it is only published. */
  readonly signsFrom: number;
  readonly privateJwk: JsonWebKey;
}

export type KeyTimes = Pick<
  DownstreamTokenSettings,
  'lifetimeSeconds' | 'rotateSeconds' | 'announceSeconds'
>;

/** Clocks of those who verify may be this far behind ours. */
const LEEWAY_MS = 60_000;

export function newSigningKey(
  algorithm: DownstreamTokenSettings['algorithm'],
  createdAt: number,
  signsFrom: number,
): SigningKey {
  const { privateKey } =
    algorithm === 'EdDSA'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateJwk = privateKey.export({ format: 'jwk' });
  return { kid: thumbprint(privateJwk), createdAt, signsFrom, privateJwk };
}

/** RFC 7638: the required members, in order of their names, hashed. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  const members = y === undefined ? { crv, kty, x } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** The newest key that may sign. */
export function signingKey(keys: readonly SigningKey[], now: number): SigningKey | undefined {
  return keys
    .filter(({ signsFrom }) => signsFrom <= now)
    .reduce<SigningKey | undefined>(
      (best, key) => (best === undefined || key.signsFrom > best.signsFrom ? key : best),
      undefined,
    );
}

/**
 * The keys as they should be at a time: a successor is made early enough to be published for
 * `announceSeconds` before it signs, and a key goes when the last token that it signed is over.
 * The same list when nothing is due.
 */
export function rotated(
  keys: readonly SigningKey[],
  times: KeyTimes,
  now: number,
  make: (createdAt: number, signsFrom: number) => SigningKey,
): readonly SigningKey[] {
  const current = signingKey(keys, now);
  if (current === undefined) return [...keys, make(now, now)];
  const next = keys.filter(({ signsFrom }) => signsFrom > now);
  const kept = keys.filter((key) => {
    if (key.signsFrom >= current.signsFrom) return true;
    return now < lastToken(key, keys, times) + LEEWAY_MS;
  });
  const due = current.signsFrom + (times.rotateSeconds - times.announceSeconds) * 1000;
  if (next.length === 0 && now >= due) {
    return [...kept, make(now, now + times.announceSeconds * 1000)];
  }
  return kept.length === keys.length ? keys : kept;
}

/** When the last token that the key can have signed is over. */
function lastToken(key: SigningKey, keys: readonly SigningKey[], times: KeyTimes): number {
  const successors = keys.filter(({ signsFrom }) => signsFrom > key.signsFrom);
  const relieved = Math.min(...successors.map(({ signsFrom }) => signsFrom));
  return relieved + times.lifetimeSeconds * 1000;
}

/** What others need for verifying (RFC 7517); the private part stays out. */
export function publicKeys(
  keys: readonly SigningKey[],
  alg: DownstreamTokenSettings['algorithm'],
): { keys: Record<string, unknown>[] } {
  return {
    keys: keys.map(({ kid, privateJwk: { kty, crv, x, y } }) => ({
      kid,
      kty,
      crv,
      x,
      ...(y === undefined ? {} : { y }),
      use: 'sig',
      alg,
    })),
  };
}

export function privateKeyOf({ privateJwk }: SigningKey): KeyObject {
  return createPrivateKey({ key: privateJwk, format: 'jwk' });
}
