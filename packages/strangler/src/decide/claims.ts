import type { Claims } from '../model/identity.ts';

const KEPT = 500;
const known = new Map<string, Claims | undefined>();

/**
 * Claims of the bearer token (RFC 6750 2.1) in an Authorization field, if it is a JSON web token
 * in compact form (RFC 7519). They are read and not verified: whoever sends the request can write
 * what they like, so they may choose a side and must not open a door.
 */
export function claimsOf(authorization: string | undefined): Claims | undefined {
  if (authorization === undefined) return undefined;
  if (known.has(authorization)) return known.get(authorization);
  const claims = read(authorization);
  // The same token comes with every request of a user; the oldest are forgotten.
  if (known.size >= KEPT) known.delete(known.keys().next().value as string);
  known.set(authorization, claims);
  return claims;
}

function read(authorization: string): Claims | undefined {
  const [, payload] = /^Bearer +[\w-]+\.([\w-]+)\.[\w-]*$/i.exec(authorization) ?? [];
  if (payload === undefined) return undefined;
  try {
    const value = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Values of a claim as text: one, those of a list, or the members of a `scope` (RFC 8693 4.2).
 * `realm_access.roles` reaches into objects where no claim has that very name.
 */
export function claimValues(claims: Claims | undefined, name: string): readonly string[] {
  if (claims === undefined) return [];
  const value = Object.hasOwn(claims, name) ? claims[name] : inside(claims, name.split('.'));
  if (name === 'scope' && typeof value === 'string') return value.split(' ');
  return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
      ? String(one)
      : [],
  );
}

function inside(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Claims)[step]
        : undefined,
    value,
  );
}
