import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
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
