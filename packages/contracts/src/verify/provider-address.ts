import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../model/error.ts';

const PATIENCE_MS = 5_000;
const RETRY_MS = 200;

/**
 * Makes sure that somebody listens where the provider should be: the verifier would report every
 * interaction as failed, and publish that, when nothing was asked at all.
 * @param waitMs for how long it may refuse connections, as it does while it starts
 * @throws ContractsError CONTRACTS_PROVIDER_UNREACHABLE
 */
export async function providerListens(
  address: string,
  waitMs = 0,
  signal?: AbortSignal,
): Promise<void> {
  const end = performance.now() + waitMs;
  for (;;) {
    const problem = await connectionProblem(new URL(address));
    if (problem === undefined) return;
    if (performance.now() >= end || signal?.aborted === true) {
      throw new ContractsError(
        'CONTRACTS_PROVIDER_UNREACHABLE',
        `The provider does not answer at ${new URL(address).host}: ${problem}.`,
        'Start it, and give the address it listens on. While it still starts: --wait-for-provider SECONDS.',
      );
    }
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Why no connection could be made; undefined when one was. */
function connectionProblem({ hostname, port, protocol }: URL): Promise<string | undefined> {
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return new Promise((resolve) => {
    // An IPv6 address stands in brackets in a URL and without them for a socket.
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: number });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(PATIENCE_MS, () => end(`no connection within ${PATIENCE_MS} ms`));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    socket.once('connect', () => end());
  });
}
