import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { TlsOptions } from 'node:tls';
import { ProxyError } from '../model/error.ts';

/** What the proxy shows to clients, in PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Certificates of authorities; given, clients must show one of theirs (mutual TLS). */
  readonly clientCa?: string | Buffer;
}

/** @throws ProxyError PROXY_KEYS_INVALID */
export function tlsOptions({ cert, key, clientCa }: Certificate): TlsOptions {
  refuseForeignKey(cert, key);
  const mutual =
    clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return { cert, key, minVersion: 'TLSv1.2', ALPNProtocols: ['h2', 'http/1.1'], ...mutual };
}

/** Half of a renewal is refused here, before connections would fail. */
function refuseForeignKey(cert: string | Buffer, key: string | Buffer): void {
  const hint = 'Give the certificate and its own key, both in PEM.';
  let fits: boolean;
  try {
    fits = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch (cause) {
    const why = `The certificate of the proxy cannot be used: ${(cause as Error).message}.`;
    throw new ProxyError('PROXY_KEYS_INVALID', why, hint, { cause });
  }
  if (fits) return;
  const why = 'The key of the proxy does not belong to its certificate.';
  throw new ProxyError('PROXY_KEYS_INVALID', why, hint);
}
