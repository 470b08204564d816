import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Broker,
  createBroker,
  createEnvironment,
  publishPacts,
  recordDeployment,
} from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDocumentGate } from '../../src/gate/api-document.ts';
import { advance } from './advance.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-api-gate-'));
let broker: Broker;

/** An API with one operation; `price` is what it promises of the answer. */
function document(required: string[]): string {
  const properties = { sku: { type: 'string' }, price: { type: 'number' } };
  const schema = { type: 'object', required, properties };
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'inventory', version: '1' },
    paths: {
      '/stock/{sku}': {
        get: {
          parameters: [{ name: 'sku', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
        },
      },
    },
  });
}

function pact(consumer: string, path: string): string {
  return JSON.stringify({
    consumer: { name: consumer },
    provider: { name: 'inventory' },
    interactions: [
      {
        description: 'stock of an article',
        request: { method: 'GET', path },
        response: {
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: { sku: 'A', price: 2 },
        },
      },
    ],
    metadata: { pactSpecification: { version: '2.0.0' } },
  });
}

beforeAll(async () => {
  writeFileSync(join(folder, 'api.json'), document(['sku', 'price']));
  for (const [name, path] of [
    ['fits', '/stock/A'],
    ['asks-more', '/shelves/A'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'shop-inventory.json'), pact('shop', path));
  }
  broker = await createBroker({ port: 0, database: ':memory:' });
  const connection = { url: broker.url };
  await createEnvironment({ broker: connection, name: 'production', production: true });
  const publish = (version: string, name: string) =>
    publishPacts({
      broker: connection,
      dirs: [join(folder, name)],
      consumerVersion: version,
      branch: `b-${version}`,
    });
  await publish('1', 'fits');
  await recordDeployment({
    broker: connection,
    pacticipant: 'shop',
    version: '1',
    environment: 'production',
  });
  await publish('2', 'asks-more');
});
afterAll(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

const gate = (withBroker: boolean) =>
  apiDocumentGate({ folder, broker: withBroker ? { url: broker.url } : null });

describe('the API document of the service', () => {
  it.each([
    ['is not asked about', {}, true, 'names no API document'],
    [
      'fits the pacts named',
      { openapi: 'api.json', pacts: ['fits'] },
      true,
      '1 interactions of 1 pacts fit api.json',
    ],
    [
      'does not fit them',
      { openapi: 'api.json', pacts: ['fits', 'asks-more'] },
      false,
      'shop, "stock of an article"',
    ],
    ['has nothing to be held against', { openapi: 'api.json' }, false, 'no pacts'],
  ])('%s', async (_, asks, allowed, reason) => {
    const answer = await gate(false).check(advance({ asks }));
    expect(answer).toMatchObject({ allowed, reason: expect.stringContaining(reason) });
  });

  it('says where to look, and that the no is certain', async () => {
    const asks = { openapi: 'api.json', pacts: ['asks-more'] };
    expect(await gate(false).check(advance({ asks }))).toMatchObject({
      certain: true,
      fix: `See all of it: ashlar compare ${join(folder, 'asks-more')} ${join(folder, 'api.json')}`,
    });
  });

  it('is held against the pacts of consumers that are live in the environment', async () => {
    const asks = { openapi: 'api.json' };
    const named = { asks, pacticipant: 'inventory', environment: 'production' };
    expect(await gate(true).check(advance(named))).toMatchObject({ allowed: true });
    await recordDeployment({
      broker: { url: broker.url },
      pacticipant: 'shop',
      version: '2',
      environment: 'production',
    });
    expect(await gate(true).check(advance(named))).toMatchObject({
      allowed: false,
      certain: true,
      fix: expect.stringContaining('ashlar pacts --provider "inventory"'),
    });
  });

  it('that cannot be read is an error, which the proxy takes for a no', async () => {
    const asks = { openapi: 'missing.json', pacts: ['fits'] };
    await expect(gate(false).check(advance({ asks }))).rejects.toThrow('missing.json');
    const away = { openapi: 'http://127.0.0.1:1/api.json', pacts: ['fits'] };
    await expect(gate(false).check(advance({ asks: away }))).rejects.toThrow(
      'http://127.0.0.1:1/api.json does not answer',
    );
  });
});
