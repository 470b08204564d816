import { mkdtemp, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import type { BrokerConnection } from '../../src/client/connection.ts';
import {
  recordDeployment,
  recordRelease,
  recordSupportEnded,
  recordUndeployment,
} from '../../src/client/deployments.ts';
import {
  createEnvironment,
  deleteEnvironment,
  listEnvironments,
  updateEnvironment,
} from '../../src/client/environments.ts';
import { listPacts } from '../../src/client/list-pacts.ts';
import {
  createPacticipant,
  describePacticipant,
  describeVersion,
} from '../../src/client/pacticipants.ts';
import { publishPacts } from '../../src/client/publish.ts';
import { canIDeploy, canIMerge } from '../../src/verdict/can-i-deploy.ts';
import type { Verdict } from '../../src/verdict/model.ts';
import type { VerificationResult } from '../../src/verify/model.ts';
import { verifyProvider } from '../../src/verify/verify-provider.ts';
import { startInventory, stockInteraction, stockPact } from '../verify/stock-pact.ts';

const stock = new Map<string, unknown>();
let server: Broker;
let broker: BrokerConnection;
let inventory: { url: string; server: Server };

beforeAll(async () => {
  server = await createBroker({ database: ':memory:', port: 0 });
  broker = { url: server.url };
  inventory = await startInventory(stock);
});
afterAll(async () => {
  inventory.server.close();
  await server.close();
});

async function publish(
  version: string,
  branch: string,
  ...paths: readonly string[]
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-loop-'));
  const pact = stockPact(paths.map((path) => stockInteraction(`asks for ${path}`, path)));
  await writeFile(join(folder, 'shop-inventory.json'), JSON.stringify(pact));
  await publishPacts({ broker, dirs: [folder], consumerVersion: version, branch });
}

async function verify(providerVersion: string, more: object = {}): Promise<VerificationResult> {
  return verifyProvider({
    provider: 'inventory',
    providerBaseUrl: inventory.url,
    pacts: { kind: 'broker', broker },
    providerVersion,
    providerBranch: 'main',
    publishResults: true,
    ...more,
  });
}

async function ask(name: string, version: string): Promise<Verdict> {
  return canIDeploy({ broker, pacticipants: [{ name, version }], to: { environment: 'test' } });
}

function reasons({ deployable, reasons: all }: Verdict): readonly unknown[] {
  return [deployable, ...all.map(({ text }) => text)];
}

// Each run starts a process, which takes its time on a busy machine.
describe('the way of a contract, step by step', { timeout: 30_000 }, () => {
  it('starts with nothing: no environment, no pact', async () => {
    await expect(ask('shop', '1')).rejects.toMatchObject({ code: 'CONTRACTS_NOT_FOUND_IN_BROKER' });
    await createEnvironment({ broker, name: 'test', displayName: 'Test' });
    expect(await verify('p0', { noPacts: 'pass' })).toMatchObject({
      success: true,
      noPactsFound: true,
    });
  });

  it('publishes, and does not know whether the consumer may go', async () => {
    await publish('1', 'main', '/stock/7');
    expect(await listPacts({ broker })).toMatchObject([
      { consumer: 'shop', consumerVersion: '1', provider: 'inventory' },
    ]);
    expect(reasons(await ask('shop', '1'))).toEqual([
      null,
      'No version of inventory is recorded in test.',
    ]);
  });

  it('verifies for real and publishes the result', async () => {
    stock.set('/stock/7', 3);
    const result = await verify('p1');
    expect(result).toMatchObject({ success: true, published: true, noPactsFound: false });
    expect(result.pacts[0]?.interactions).toMatchObject([{ outcome: 'passed' }]);
    expect((await describeVersion({ broker, name: 'inventory', version: 'p1' })).branches).toEqual([
      'main',
    ]);
  });

  it('says yes once the verified provider is live', async () => {
    await recordDeployment({
      broker,
      pacticipant: 'inventory',
      version: 'p1',
      environment: 'test',
    });
    expect(reasons(await ask('shop', '1'))).toEqual([
      true,
      'The one pact that counts is verified.',
    ]);
    await recordDeployment({ broker, pacticipant: 'shop', version: '1', environment: 'test' });
    expect(
      (await canIMerge({ broker, pacticipants: [{ name: 'shop', version: '1' }] })).deployable,
    ).toBe(true);
    expect((await describeVersion({ broker, name: 'shop' })).deployedTo).toEqual(['Test']);
  });

  it('says unknown for an expectation that the live provider never saw', async () => {
    await publish('2', 'main', '/stock/7', '/stock/8');
    expect(reasons(await ask('shop', '2'))).toEqual([
      null,
      'inventory p1 has never verified the pact of shop 2.',
    ]);
  });

  it('says no to a provider that breaks the live consumer, and why', async () => {
    stock.set('/stock/7', 'three');
    const result = await verify('p2', {
      pacts: { kind: 'broker', broker, consumerVersionSelectors: [{ environment: 'test' }] },
    });
    expect(result.success).toBe(false);
    expect(result.pacts[0]?.interactions[0]?.mismatches[0]).toContain(
      "Expected 'three' (String) to be equal to 3",
    );
    const verdict = await ask('inventory', 'p2');
    expect(reasons(verdict)).toEqual([
      false,
      'inventory p2 does not fulfil the pact of shop 1: its verification failed.',
    ]);
    expect(verdict.reasons[0]).toMatchObject({ resultUrl: expect.stringContaining(server.url) });
  });

  it('publishes a failure when a provider state is missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ashlar-loop-'));
    const pact = {
      ...stockPact([stockInteraction('asks', '/stock/7', ['never heard of'])]),
      consumer: { name: 'web' },
    };
    await writeFile(join(folder, 'web-inventory.json'), JSON.stringify(pact));
    await publishPacts({ broker, dirs: [folder], consumerVersion: '1', branch: 'main' });
    stock.set('/stock/7', 3);
    const pacts = {
      kind: 'broker',
      broker,
      consumerVersionSelectors: [{ consumer: 'web', latest: true }],
      enablePending: false,
    };
    const result = await verify('p3', { pacts });
    expect(result).toMatchObject({
      success: false,
      stateProblems: [{ kind: 'missing', state: 'never heard of' }],
    });
    const both = await canIDeploy({
      broker,
      pacticipants: [
        { name: 'web', version: '1' },
        { name: 'inventory', version: 'p3' },
      ],
    });
    expect(both.deployable).toBe(false);
  });

  it('does not fail a build for a pact that is pending', async () => {
    const pacts = {
      kind: 'broker',
      broker,
      consumerVersionSelectors: [{ consumer: 'shop', mainBranch: true }],
    };
    const result = await verify('p4', { pacts });
    expect(result.success).toBe(true);
    expect(result.pacts[0]?.interactions.map(({ outcome }) => outcome).sort()).toEqual([
      'passed',
      'pending',
    ]);
  });

  it('takes deployments and releases back', async () => {
    const shop = { broker, pacticipant: 'shop', environment: 'test' };
    expect(await recordUndeployment(shop)).toMatchObject([{ version: '1', current: false }]);
    await expect(recordUndeployment(shop)).rejects.toMatchObject({
      code: 'CONTRACTS_NOT_FOUND_IN_BROKER',
    });
    expect(await recordRelease({ ...shop, version: '1' })).toMatchObject({ current: true });
    expect(await recordSupportEnded({ ...shop, version: '1' })).toMatchObject([{ current: false }]);
  });

  it('keeps environments and pacticipants in order', async () => {
    await createEnvironment({ broker, name: 'prod', production: true });
    await expect(createEnvironment({ broker, name: 'prod' })).rejects.toMatchObject({
      code: 'CONTRACTS_BROKER_REFUSED',
    });
    expect(
      await updateEnvironment({ broker, environment: 'prod', name: 'production' }),
    ).toMatchObject({ production: true });
    await deleteEnvironment({ broker, environment: 'production' });
    expect((await listEnvironments({ broker })).map(({ name }) => name)).toEqual(['test']);
    await createPacticipant({ broker, name: 'shop', mainBranch: 'trunk' });
    expect(await describePacticipant({ broker, name: 'shop' })).toMatchObject({
      mainBranch: 'trunk',
      latestVersion: '2',
    });
  });

  it('refuses other content for a version that is published', async () => {
    await expect(publish('2', 'main', '/other')).rejects.toMatchObject({
      code: 'CONTRACTS_PACT_CONFLICT',
    });
  });
});

// Each run starts a process, which takes its time on a busy machine.
describe('a broker that wants credentials', { timeout: 30_000 }, () => {
  const TOKEN = 'kq7-very-secret-token';
  const readWrite = { username: 'ci', password: 'p:ä/word-long' };

  it.each<[string, object, Omit<BrokerConnection, 'url'>]>([
    ['a token', { bearerTokens: [{ token: TOKEN, scopes: ['read', 'write'] }] }, { token: TOKEN }],
    ['a user', { basicAuth: { readWrite } }, readWrite],
  ])('is used with %s, from publishing to verifying', async (_what, access, credentials) => {
    const guarded = await createBroker({ database: ':memory:', port: 0, ...access });
    try {
      const withCredentials = { url: guarded.url, ...credentials };
      const folder = await mkdtemp(join(tmpdir(), 'ashlar-loop-'));
      const pact = stockPact([stockInteraction('asks', '/stock/7')]);
      await writeFile(join(folder, 'pact.json'), JSON.stringify(pact));
      const publication = { dirs: [folder], consumerVersion: '1', branch: 'main' };
      await expect(
        publishPacts({ broker: { url: guarded.url, token: 'wrong-token' }, ...publication }),
      ).rejects.toMatchObject({ code: 'CONTRACTS_BROKER_UNAUTHORIZED' });
      await publishPacts({ broker: withCredentials, ...publication });
      stock.set('/stock/7', 3);
      const result = await verify('p1', { pacts: { kind: 'broker', broker: withCredentials } });
      expect(result).toMatchObject({ success: true, published: true });
      expect(JSON.stringify(result)).not.toMatch(/very-secret|word-long/);
    } finally {
      await guarded.close();
    }
  });

  it('does not let a result pass for published that it did not take', async () => {
    const guarded = await createBroker({
      database: ':memory:',
      port: 0,
      bearerTokens: [
        { token: TOKEN, scopes: ['read', 'write'] },
        { token: 'read-only-token', scopes: ['read'] },
      ],
    });
    try {
      const folder = await mkdtemp(join(tmpdir(), 'ashlar-loop-'));
      const pact = stockPact([stockInteraction('asks', '/stock/7')]);
      await writeFile(join(folder, 'pact.json'), JSON.stringify(pact));
      const full = { url: guarded.url, token: TOKEN };
      await publishPacts({ broker: full, dirs: [folder], consumerVersion: '1', branch: 'main' });
      stock.set('/stock/7', 3);
      const reader = { url: guarded.url, token: 'read-only-token' };
      const result = await verify('p1', { pacts: { kind: 'broker', broker: reader } });
      expect(result).toMatchObject({ success: false, published: false });
      expect(result.publishProblem).toContain('403');
      expect(result.pacts[0]?.interactions[0]?.outcome).toBe('passed');
    } finally {
      await guarded.close();
    }
  });
});
