import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from '../lane/lane.ts';
import { ProxyError } from '../model/error.ts';

/** Where it listens unless it is told otherwise. */
export const LOOPBACK = '127.0.0.1';

/** Resolves to the address as a URL. @throws ProxyError PROXY_PORT_IN_USE */
export function listen(
  server: Server,
  where: { readonly port: number; readonly host: string; readonly reusePort?: boolean },
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const known = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(cause.code ?? '');
      reject(known ? taken(where.host, where.port, cause) : cause);
    });
    server.listen(where, () => {
      const { address, family, port: bound } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`);
    });
  });
}

function taken(host: string, port: number, cause: NodeJS.ErrnoException): ProxyError {
  return new ProxyError(
    'PROXY_PORT_IN_USE',
    `Cannot listen on ${host}:${port}: ${cause.code}.`,
    cause.code === 'EACCES'
      ? 'This user may not use that port: choose one from 1024 up, or grant the right to it.'
      : 'Stop what listens there, or choose another port (0 takes any free one).',
    { cause },
  );
}

const GRACE_MS = 300;
const BACKLOG_MS = 20;
const LONGEST_BACKLOG_MS = 1000;
/** So often the kernel is asked for what it holds before silence counts: a process that got no CPU has not listened. */
const GRACE_LOOKS = 40;
const BACKLOG_LOOKS = 10;

/** Stops accepting, best after `acceptBacklog`; waits until nothing runs and every answer is taken, or the time (performance.now) is up; then cuts. */
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
  // A kept connection may carry a request at this very moment: who sends one soon is still
  // served, and told to close; only who stays silent is cut.
  const grace = Math.min(until, performance.now() + GRACE_MS);
  for (let looks = 0; !closedAll(lanes) && performance.now() < until; looks++) {
    if (looks >= GRACE_LOOKS && performance.now() >= grace) break;
    await sleep(5);
  }
  for (const lane of lanes) lane.closeIdle();
  const sending = (): boolean => lanes.some((lane) => lane.sending());
  while ((!quiet() || sending()) && performance.now() < until) await sleep(10);
  cut();
  for (const lane of lanes) lane.closeIdle();
  await Promise.race([Promise.all(closed), sleep(50)]);
  for (const lane of lanes) lane.closeAll();
  await Promise.all(closed);
}

/**
 * Takes in what the kernel has accepted already: closing the listener would reset it. Over when
 * nobody new has come for a moment. No client is to be told before that to close its connection: it
 * would come again.
 */
export async function acceptBacklog(lanes: readonly Lane[], until: number): Promise<void> {
  let last = performance.now();
  let looks = 0;
  const end = Math.min(until, last + LONGEST_BACKLOG_MS);
  const seen = (): void => {
    last = performance.now();
    looks = 0;
  };
  for (const { server } of lanes) server.on('connection', seen);
  while (performance.now() < end) {
    if (looks++ >= BACKLOG_LOOKS && performance.now() >= last + BACKLOG_MS) break;
    await sleep(2);
  }
  for (const { server } of lanes) server.off('connection', seen);
}

function closedAll(lanes: readonly Lane[]): boolean {
  return lanes.every((lane) => lane.open() === 0);
}
