import { connect } from 'node:net';
import { ContractsError } from '../model/error.ts';

const PATIENCE_MS = 5_000;

/**
 * Makes sure that somebody listens where the provider should be: the verifier would report every
 * interaction as failed, and publish that, when nothing was asked at all.
 * @throws ContractsError CONTRACTS_PROVIDER_UNREACHABLE
 */
export function providerListens(address: string): Promise<void> {
  const { hostname, port, protocol, host } = new URL(address);
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return new Promise((resolve, reject) => {
    // An IPv6 address stands in brackets in a URL and without them for a socket.
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: number });
    const refuse = (reason: string): void => {
      socket.destroy();
      reject(
        new ContractsError(
          'CONTRACTS_PROVIDER_UNREACHABLE',
          `The provider does not answer at ${host}: ${reason}.`,
          'Start it, and give the address it listens on.',
        ),
      );
    };
    socket.setTimeout(PATIENCE_MS, () => refuse(`no connection within ${PATIENCE_MS} ms`));
    socket.once('error', (error: NodeJS.ErrnoException) => refuse(error.code ?? error.message));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
