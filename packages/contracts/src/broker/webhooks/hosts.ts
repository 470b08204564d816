import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/**
 * Which machines a webhook may talk to. Anybody who may write to the broker may also write a
 * webhook, so by default it must not become a way into the network behind it (SSRF, OWASP A10).
 */

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // Loopback, and the forms that carry an IPv4 address within (RFC 4291, 6052, 8215, 4380, 3056).
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** True for loopback, private, link-local and other addresses that are not public. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** Matches `name`, `*.domain` and single addresses. An empty list allows every host. */
export function hostAllowed(host: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return allowed.some((entry) => {
    const pattern = entry.toLowerCase();
    if (!pattern.startsWith('*.')) return pattern === name;
    return name.endsWith(pattern.slice(1)) && !name.slice(0, -pattern.length + 1).includes('.');
  });
}

type Found = (
  error: Error | null,
  address?: string | { address: string; family: number }[],
  family?: number,
) => void;

/**
 * Name resolution that refuses private addresses at the moment of connecting, so that a name
 * which changes its address in between (DNS rebinding) gains nothing.
 */
export function publicLookup(
  host: string,
  options: {
    readonly all?: boolean | undefined;
    readonly family?: number | 'IPv4' | 'IPv6' | undefined;
  },
  done: Found,
): void {
  lookup(host, { all: true }, (error, addresses) => {
    if (error !== null) return done(error);
    const open = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined) return done(new Error(`${host} has no public address`));
    return options.all === true ? done(null, open) : done(null, first.address, first.family);
  });
}
