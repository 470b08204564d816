import { isIPv6 } from 'node:net';
import { claimValues } from '../../decide/claims.ts';
import { cookieValue } from '../../decide/sticky.ts';
import type { QuotaKey } from '../../model/duties.ts';
import type { Visit } from '../duty.ts';

/** Longer values are cut: nobody gets to fill the memory with names. */
const MAX_VALUE = 200;

/** Whose share it is. Whoever does not say what is counted by shares with others of their address. */
export function quotaKey(keys: readonly QuotaKey[], visit: Visit, trustForwarded: boolean): string {
  let text = visit.route.id;
  for (const key of keys) {
    if (key.from === 'route') continue;
    const value = keyValue(key, visit);
    text +=
      value === undefined || value === ''
        ? `|@${addressOf(visit, trustForwarded)}`
        : `|${key.from[0]}${value.slice(0, MAX_VALUE)}`;
  }
  return text;
}

/** Whether it can be told before anybody is authenticated. */
export function needsIdentity(keys: readonly QuotaKey[]): boolean {
  return keys.some(({ from }) => from === 'subject' || from === 'claim');
}

function keyValue(key: QuotaKey, visit: Visit): string | undefined {
  switch (key.from) {
    case 'subject':
      return visit.identity?.subject;
    case 'claim':
      return claimValues(visit.identity?.claims, key.name).join(',');
    case 'header':
      return visit.header(key.name);
    case 'cookie':
      return cookieValue(visit.header('cookie'), key.name);
    case 'method':
      return visit.request.method;
    default:
      return undefined;
  }
}

/**
 * The client's address: behind a proxy that is trusted, what that one has added last. One customer
 * has a whole /64 of IPv6 addresses (RFC 6177), so that is what counts.
 */
function addressOf(visit: Visit, trustForwarded: boolean): string {
  const forwarded = trustForwarded
    ? headerOf(visit, 'x-forwarded-for')?.split(',').at(-1)?.trim()
    : undefined;
  const one = forwarded === undefined || forwarded === '' ? visit.address : forwarded;
  return isIPv6(one) ? networkOf(one) : one.slice(0, MAX_VALUE);
}

function headerOf({ request }: Pick<Visit, 'request'>, name: string): string | undefined {
  const at = request.names.lastIndexOf(name);
  return at === -1 ? undefined : request.fields[at * 2 + 1];
}

/** The first four groups, with what `::` stands for written out. */
export function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // A dotted tail is two groups.
  const dotted = after.at(-1)?.includes('.') === true ? 1 : 0;
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length - dotted);
  const groups = [...before, ...new Array<string>(gap).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
