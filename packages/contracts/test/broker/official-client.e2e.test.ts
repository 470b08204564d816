import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { afterAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { STATES } from './official-states.ts';
import { OFFICIAL_PACTS } from './replay.ts';

const PACT = join(OFFICIAL_PACTS, 'Pact Broker Client V2-Pact Broker.json');
const folder = mkdtempSync(join(tmpdir(), 'broker-official-'));

/** One empty broker after the other, behind one address. */
class FreshBrokers {
  #count = 0;
  #broker: Broker | undefined;
  file = '';

  get url(): string {
    return this.#broker?.url ?? '';
  }

  async next(): Promise<void> {
    await this.close();
    this.file = join(folder, `${++this.#count}.sqlite`);
    this.#broker = await createBroker({ port: 0, database: this.file });
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

describe.skipIf(!existsSync(PACT))(
  'the official client’s own pact (skipped where the file is absent)',
  () => {
    const brokers = new FreshBrokers();

    afterAll(async () => {
      await brokers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('is verified in all 67 interactions', async () => {
      const proxy = await startProxy(brokers);
      await brokers.next();
      let interactions = 0;
      const stateHandlers = Object.fromEntries(
        Object.entries(STATES).map(([state, setUp]) => [
          state,
          () => setUp({ url: brokers.url, file: brokers.file }),
        ]),
      );
      const { port } = proxy.address() as AddressInfo;
      try {
        const verifier = new Verifier({
          provider: 'Pact Broker',
          providerBaseUrl: `http://127.0.0.1:${port}`,
          pactUrls: [PACT],
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
      }
    }, 120_000);
  },
);
