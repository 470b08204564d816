import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from '../lane/lane.ts';
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
export async function stop(
  lanes: readonly Lane[],
  quiet: () => boolean,
  until: number,
  cut: () => void,
): Promise<void> {
  const closed = lanes.map(
    ({ server }) =>
      new Promise<void>((resolve) => {
        if (server.listening) server.close(() => resolve());
        else resolve();
      }),
  );
  for (const lane of lanes) lane.closeIdle();
  while (!quiet() && performance.now() < until) await sleep(10);
  cut();
  for (const lane of lanes) lane.closeIdle();
  await Promise.race([Promise.all(closed), sleep(50)]);
  for (const lane of lanes) lane.closeAll();
  await Promise.all(closed);
}
