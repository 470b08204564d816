import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '../model/client-certificate.ts';

const known = new WeakMap<Socket, ClientCertificate | undefined>();

/** The certificate behind a connection; read once. Undefined unless an authority of ours vouches for it. */
export function clientCertificate(socket: Socket): ClientCertificate | undefined {
  if (!known.has(socket)) known.set(socket, read(socket as Partial<TLSSocket>));
  return known.get(socket);
}

function read(socket: Partial<TLSSocket>): ClientCertificate | undefined {
  if (socket.authorized !== true) return undefined;
  // After the end of a connection there is none.
  const certificate = socket.getPeerCertificate?.();
  if (certificate?.subject === undefined) return undefined;
  const { CN } = certificate.subject as { readonly CN?: string | string[] };
  return {
    // Of several common names nobody knows which one counts.
    commonName: typeof CN === 'string' ? CN : undefined,
    alternativeNames: alternativeNames(certificate.subjectaltname ?? ''),
    expires: Date.parse(certificate.valid_to),
  };
}

/** Node writes `DNS:a, URI:b`, and what has commas or quotes in it as a JSON text (CVE-2021-44532). */
export function alternativeNames(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|, )([\w ]+):("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(
    ([, kind = '', value = '']) =>
      `${kind}:${value.startsWith('"') ? (JSON.parse(value) as string) : value}`,
  );
}
