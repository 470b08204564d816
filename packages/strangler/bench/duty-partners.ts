import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer, connect as tlsConnect } from 'node:tls';
import { Authority } from '../test/support/authority.ts';

function portOf(server: {
  listen(port: number, host: string, done: () => void): unknown;
  address(): unknown;
}): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Says of every session that it is Ann's. */
export async function startIntrospection(): Promise<string> {
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"active":true,"sub":"ann","scope":"read"}');
  });
  return `http://127.0.0.1:${await portOf(server)}`;
}

/** Takes TLS with certificates of both sides off before the upstream; undefined without openssl. */
export async function startTlsUpstream(upstream: number) {
  const authority = Authority.create();
  if (authority === undefined) return undefined;
  const settings = { ...authority.issue('upstream'), ca: authority.ca, requestCert: true };
  const server = createTlsServer({ ...settings, rejectUnauthorized: true }, (socket) => {
    const plain = connect(upstream, '127.0.0.1');
    for (const one of [socket, plain]) {
      one.on('error', () => {
        socket.destroy();
        plain.destroy();
      });
    }
    socket.pipe(plain).pipe(socket);
  });
  const url = `https://127.0.0.1:${await portOf(server)}`;
  return { url, ca: authority.ca, ...authority.issue('proxy') };
}

/** PEM: what the proxy serves with, and what its clients show. */
export interface ClientTls {
  readonly server: { readonly cert: string; readonly key: string; readonly clientCa: string };
  readonly client: { readonly cert: string; readonly key: string; readonly ca: string };
}

/** Undefined without openssl. */
export function issueClient(): ClientTls | undefined {
  const authority = Authority.create();
  if (authority === undefined) return undefined;
  const { ca } = authority;
  return {
    server: { ...authority.issue('proxy'), clientCa: ca },
    client: { ...authority.issue('client'), ca },
  };
}

/** wrk shows no certificate: this takes its plain connections and shows one for each. */
export function startTlsClient(port: number, { client }: ClientTls): Promise<number> {
  const server = createTcpServer((plain) => {
    const secured = tlsConnect({
      port,
      host: '127.0.0.1',
      checkServerIdentity: () => undefined,
      ...client,
    });
    for (const one of [plain, secured]) {
      one.on('error', () => {
        plain.destroy();
        secured.destroy();
      });
    }
    plain.pipe(secured).pipe(plain);
  });
  return portOf(server);
}
