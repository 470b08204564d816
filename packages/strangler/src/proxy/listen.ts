import { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProxyError } from '../model/error.ts';

/** Resolves to the address as a URL. @throws ProxyError PROXY_PORT_IN_USE */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const known = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(cause.code ?? '');
      reject(known ? taken(host, port, cause) : cause);
    });
    server.listen({ port, host }, () => {
      const { address, family, port: bound } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`);
    });
  });
}

function taken(host: string, port: number, cause: NodeJS.ErrnoException): ProxyError {
  return new ProxyError(
    'PROXY_PORT_IN_USE',
    `Cannot listen on ${host}:${port}: ${cause.code}.`,
    'Stop what listens there, or choose another port (0 takes any free one).',
    { cause },
  );
}

/** Stops accepting; waits until nothing runs or the time (performance.now) is up; then cuts. */
export async function stop(server: Server, quiet: () => boolean, until: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const http = server instanceof HttpServer ? server : undefined;
  http?.closeIdleConnections();
  while (!quiet() && performance.now() < until) await sleep(10);
  http?.closeIdleConnections();
  await Promise.race([closed, sleep(20)]);
  http?.closeAllConnections();
  await closed;
}
