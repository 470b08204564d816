import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ProxyError } from '../model/error.ts';
import type { Upstream } from '../model/routes.ts';
import type { WrittenUpstream } from '../model/written.ts';

/**
 * Certificates and key for an upstream, as the files beside the table hold them now.
 *
 * @throws ProxyError PROXY_KEYS_INVALID
 */
export function readUpstreamTls(
  name: string,
  { tls = {} }: WrittenUpstream,
  source: string | undefined,
): Upstream['tlsFiles'] {
  const where = `upstreams.${name}.tls`;
  const read = (part: 'ca' | 'cert' | 'key', check: (pem: string) => unknown) => {
    const written = tls[part];
    if (written === undefined) return undefined;
    const file = resolve(source === undefined ? '.' : dirname(source), written);
    try {
      const pem = readFileSync(file, 'utf8');
      check(pem);
      return pem;
    } catch (cause) {
      throw unusable(`${where}.${part} ${file}`, (cause as Error).message, cause);
    }
  };
  const ca = read('ca', (pem) => new X509Certificate(pem));
  const cert = read('cert', (pem) => new X509Certificate(pem));
  const key = read('key', (pem) => createPrivateKey(pem));
  if (cert !== undefined && key !== undefined) {
    // A renewal that is half done: the old pair goes on being used.
    const fits = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
    if (!fits) throw unusable(where, 'the key does not belong to the certificate');
  }
  return { ca, cert, key, serverName: tls.serverName };
}

/** What a schema cannot see. */
export function upstreamTlsProblems(name: string, written: string | WrittenUpstream): string[] {
  const { tls, url } = typeof written === 'string' ? { tls: undefined, url: written } : written;
  if (tls === undefined) return [];
  return [
    ...(url.startsWith('https:') ? [] : [`upstreams.${name}.tls is for an https address`]),
    ...((tls.cert === undefined) === (tls.key === undefined)
      ? []
      : [`upstreams.${name}.tls needs both cert and key, or none`]),
  ];
}

function unusable(what: string, why: string, cause?: unknown): ProxyError {
  return new ProxyError(
    'PROXY_KEYS_INVALID',
    `${what} cannot be used: ${why}.`,
    'Name PEM files that this user may read; paths are meant from the table’s folder.',
    { cause },
  );
}
