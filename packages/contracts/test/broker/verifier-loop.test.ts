import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Verifier } from '@pact-foundation/pact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

interface Answer {
  readonly [key: string]: Answer;
}

const stock = {
  description: 'the stock of an article',
  request: { method: 'GET', path: '/stock/1' },
  response: { status: 200, body: { quantity: 3 } },
};
const prices = {
  description: 'the price of an article',
  request: { method: 'GET', path: '/price/1' },
  response: { status: 200, body: { amount: 5 } },
};

describe('a broker between a consumer and a provider that verifies with pact-js', () => {
  let broker: Broker;
  let provider: http.Server;

  beforeEach(async () => {
    broker = await createBroker({ port: 0 });
    provider = http.createServer((request, response) => {
      const known = request.url === '/stock/1';
      response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
      response.end(known ? '{"quantity":3}' : '{}');
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    provider.close();
    await broker.close();
  });

  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(broker.url + path, {
      method,
      headers: { accept: 'application/hal+json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.status, `${method} ${path}`).toBeLessThan(300);
    return response.json() as Promise<Answer>;
  }

  function publish(version: string, branch: string, interactions: readonly object[]) {
    const pact = {
      consumer: { name: 'Shop' },
      provider: { name: 'Inventory' },
      interactions,
      metadata: { pactSpecification: { version: '2.0.0' } },
    };
    return ask('POST', '/contracts/publish', {
      pacticipantName: 'Shop',
      pacticipantVersionNumber: version,
      branch,
      contracts: [
        {
          consumerName: 'Shop',
          providerName: 'Inventory',
          specification: 'pact',
          contentType: 'application/json',
          content: Buffer.from(JSON.stringify(pact)).toString('base64'),
        },
      ],
    });
  }

  function verify(version: string, options: object = {}): Promise<string> {
    const { port } = provider.address() as AddressInfo;
    return new Verifier({
      provider: 'Inventory',
      providerBaseUrl: `http://127.0.0.1:${port}`,
      pactBrokerUrl: broker.url,
      consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }],
      providerVersion: version,
      providerVersionBranch: 'main',
      publishVerificationResult: true,
      logLevel: 'error',
      ...options,
    }).verifyProvider();
  }

  async function record(pacticipant: string, version: string, environment: string) {
    const path = `/pacticipants/${pacticipant}/versions/${version}/deployed-versions/environment/${environment}`;
    await ask('POST', path, {});
  }

  const canIDeploy = async (pacticipant: string, version: string) => {
    const query = `pacticipant=${pacticipant}&version=${version}&environment=production`;
    return (await ask('GET', `/can-i-deploy?${query}`)).summary;
  };

  it('says yes once the deployed provider has verified, and no once one has failed', async () => {
    const environment = await ask('POST', '/environments', {
      name: 'production',
      production: true,
    });
    const uuid = String(environment.uuid);
    await publish('1', 'main', [stock]);
    expect(await canIDeploy('Shop', '1')).toMatchObject({ deployable: null, unknown: 1 });

    await expect(verify('10')).resolves.toBeTypeOf('string');
    await record('Inventory', '10', uuid);
    expect(await canIDeploy('Shop', '1')).toMatchObject({ deployable: true, success: 1 });

    await publish('2', 'main', [stock, prices]);
    expect(await canIDeploy('Shop', '2')).toMatchObject({ deployable: null });
    await expect(verify('11', { enablePending: false })).rejects.toThrow();
    await record('Inventory', '11', uuid);
    expect(await canIDeploy('Shop', '2')).toMatchObject({ deployable: false, failed: 1 });
  }, 60_000);

  it('lets a build pass that fails on work in progress only, and records the failure', async () => {
    await publish('1', 'main', [stock]);
    await verify('10');
    await publish('2', 'feat/prices', [stock, prices]);
    const wip = { enablePending: true, includeWipPactsSince: '2020-01-01' };
    await expect(verify('11', wip)).resolves.toBeTypeOf('string');
    const matrix = await ask('GET', '/matrix?q[][pacticipant]=Shop&q[][version]=2&latestby=cvpv');
    expect(matrix.summary).toMatchObject({ deployable: false, failed: 1 });
  }, 60_000);
});
