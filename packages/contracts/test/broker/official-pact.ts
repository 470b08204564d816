import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { STATES } from './official-states.ts';
import { OFFICIAL_PACTS } from './replay.ts';

/** The official client's own consumer pact for any broker. */
export const OFFICIAL_PACT: string = join(OFFICIAL_PACTS, 'Pact Broker Client V2-Pact Broker.json');

/** One broker on an empty store after the other, behind one address. */
class FreshBrokers {
  readonly #emptyStore: () => Promise<string>;
  #broker: Broker | undefined;
  database = '';

  constructor(emptyStore: () => Promise<string>) {
    this.#emptyStore = emptyStore;
  }

  get url(): string {
    return this.#broker?.url ?? '';
  }

  async next(): Promise<void> {
    await this.close();
    this.database = await this.#emptyStore();
    this.#broker = await createBroker({ port: 0, database: this.database });
  }

  async close(): Promise<void> {
    await this.#broker?.close();
    this.#broker = undefined;
  }
}

/**
 * The pact file has its query parameters sorted by name, which takes pairs of a list apart: the
 * first value of each name belongs to the first element, the rest to the second.
 */
function regroup(url: string): string {
  const [path, query = ''] = url.split('?');
  const pairs = query.split('&').map((pair) => pair.split('='));
  const list = pairs.filter(([name]) => name?.startsWith('q['));
  const values = (name: string) =>
    list.filter(([key]) => key === `q[][${name}]`).map(([, value]) => value);
  const [first, second] = values('pacticipant');
  if (path !== '/matrix' || second === undefined) return url;
  const [firstVersion, secondVersion] = values('version');
  const part = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`q[][${name}]=${value}`];
  const regrouped = [
    ...part('pacticipant', first),
    ...part('version', firstVersion),
    ...part('pacticipant', second),
    ...part('version', secondVersion),
    ...part('latest', values('latest')[0]),
    ...part('tag', values('tag')[0]),
  ];
  const others = pairs.filter(([name]) => !name?.startsWith('q[')).map((pair) => pair.join('='));
  return `${path}?${[...regrouped, ...others].join('&')}`;
}

function startProxy(brokers: FreshBrokers): Promise<http.Server> {
  const proxy = http.createServer((request, response) => {
    const target = new URL(brokers.url);
    const outgoing = http.request(
      {
        host: target.hostname,
        port: target.port,
        method: request.method,
        path: regroup(decodeBrackets(request.url ?? '/')),
        headers: { ...request.headers, host: 'example.org' },
        agent: false,
      },
      (incoming) => {
        response.writeHead(incoming.statusCode ?? 500, incoming.headers);
        incoming.pipe(response);
      },
    );
    request.pipe(outgoing);
  });
  return new Promise((done) => proxy.listen(0, '127.0.0.1', () => done(proxy)));
}

function decodeBrackets(url: string): string {
  return url.replaceAll('%5B', '[').replaceAll('%5D', ']');
}

/**
 * Lets pact-js verify the pact, each interaction against a broker on a store of its own.
 * @param emptyStore where the next store is
 */
export async function verifyOfficialPact(emptyStore: () => Promise<string>): Promise<void> {
  const brokers = new FreshBrokers(emptyStore);
  const proxy = await startProxy(brokers);
  await brokers.next();
  let interactions = 0;
  const stateHandlers = Object.fromEntries(
    Object.entries(STATES).map(([state, setUp]) => [
      state,
      () => setUp({ url: brokers.url, database: brokers.database }),
    ]),
  );
  const { port } = proxy.address() as AddressInfo;
  try {
    const verifier = new Verifier({
      provider: 'Pact Broker',
      providerBaseUrl: `http://127.0.0.1:${port}`,
      pactUrls: [OFFICIAL_PACT],
      stateHandlers,
      beforeEach: async () => {
        interactions++;
        await brokers.next();
      },
      logLevel: 'error',
    });
    await expect(verifier.verifyProvider()).resolves.toContain('"result":true');
    expect(interactions).toBe(67);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
    await brokers.close();
  }
}
