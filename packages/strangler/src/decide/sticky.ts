import { fromBytes } from '../http/fields.ts';
import type { Claims } from '../model/identity.ts';
import type { StickyKey } from '../model/routes.ts';
import { claimsOf, claimValues } from './claims.ts';

export interface KeySource {
  header(name: string): string | undefined;
  readonly address: string;
  /** Who has been authenticated; without it the bearer token is read, unverified. */
  readonly verified?: { readonly claims: Claims | undefined } | undefined;
}

export interface Key {
  readonly from: 'header' | 'claim' | 'cookie' | 'address';
  readonly value: string;
}

/** Who is asking: the user's header, else a claim, else the cookie, else the address. */
export function stickyKey(sticky: StickyKey, source: KeySource): Key {
  if (sticky.header !== undefined) {
    const value = source.header(sticky.header);
    if (value !== undefined && value !== '') return { from: 'header', value: fromBytes(value) };
  }
  if (sticky.claim !== undefined) {
    const claims =
      source.verified === undefined
        ? claimsOf(source.header('authorization'))
        : source.verified.claims;
    const [value] = claimValues(claims, sticky.claim);
    if (value !== undefined && value !== '') return { from: 'claim', value };
  }
  if (sticky.cookie !== undefined) {
    const value = cookieValue(source.header('cookie'), sticky.cookie);
    if (value !== undefined && value !== '') return { from: 'cookie', value: fromBytes(value) };
  }
  return { from: 'address', value: source.address };
}

/** Cookie syntax of RFC 6265 section 5.4: `name=value` pairs between `; `. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  let at = 0;
  while (at < header.length) {
    const end = header.indexOf(';', at);
    const stop = end === -1 ? header.length : end;
    while (header.charCodeAt(at) === 0x20) at++;
    if (header.startsWith(name, at) && header.charCodeAt(at + name.length) === 0x3d) {
      return header.slice(at + name.length + 1, stop);
    }
    at = stop + 1;
  }
  return undefined;
}
