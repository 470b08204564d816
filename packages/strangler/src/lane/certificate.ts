import type { TlsOptions } from 'node:tls';

/** What the proxy shows to clients, in PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Certificates of authorities; given, clients must show one of theirs (mutual TLS). */
  readonly clientCa?: string | Buffer;
}

export function tlsOptions({ cert, key, clientCa }: Certificate): TlsOptions {
  const mutual =
    clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return { cert, key, minVersion: 'TLSv1.2', ALPNProtocols: ['h2', 'http/1.1'], ...mutual };
}
