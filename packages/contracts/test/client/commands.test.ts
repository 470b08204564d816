import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  recordDeployment,
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
import { createPacticipant, describeVersion } from '../../src/client/pacticipants.ts';
import { publishPacts } from '../../src/client/publish.ts';
import { createWebhook, listWebhooks, testWebhook } from '../../src/client/webhooks.ts';
import { type Answer, type Asked, index, type StubBroker, stubBroker } from './stub-broker.ts';

const open: StubBroker[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((broker) => broker.close()));
});

/** Answers `METHOD path` from the table, 404 for the rest. `~` stands for the address of the broker. */
async function brokerWith(table: Readonly<Record<string, Answer>>): Promise<StubBroker> {
  const stub = await stubBroker((asked, base) => {
    if (asked.path === '/') return index(base);
    const answer = table[`${asked.method} ${asked.path}`] ?? {
      status: 404,
      body: { error: 'not found' },
    };
    return JSON.parse(JSON.stringify(answer).replaceAll('~', base)) as Answer;
  });
  open.push(stub);
  return stub;
}

function writes(stub: StubBroker): readonly Pick<Asked, 'method' | 'path' | 'body'>[] {
  return stub.asked
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => ({ method, path, body }));
}

async function pactFolder(...pacts: readonly object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-pacts-'));
  await Promise.all(
    pacts.map((pact, n) => writeFile(join(folder, `${n}.json`), JSON.stringify(pact))),
  );
  return folder;
}

function pact(consumer: string, provider: string, ...descriptions: readonly string[]): object {
  return {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: descriptions.map((description) => ({ description, request: {}, response: {} })),
  };
}

const PUBLISHED: Answer = {
  body: {
    notices: [{ type: 'success', text: 'Pact successfully published' }],
    _links: { 'pb:contracts': [{ href: '~/pacts/1' }, { href: '~/pacts/2' }] },
  },
};

describe('publishing pacts', () => {
  it('merges the files of a pair and sends all of one consumer at once', async () => {
    const stub = await brokerWith({ 'POST /contracts/publish': PUBLISHED });
    const dirs = [
      await pactFolder(
        pact('shop', 'inventory', 'b'),
        pact('shop', 'inventory', 'a'),
        pact('shop', 'payments', 'c'),
      ),
    ];
    const result = await publishPacts({
      broker: stub,
      dirs,
      consumerVersion: 'c0ffee',
      branch: 'main',
      tags: ['x'],
      buildUrl: 'https://ci/1',
    });
    const [request] = writes(stub);
    expect(writes(stub)).toHaveLength(1);
    const { contracts, ...rest } = (request?.body ?? {}) as {
      contracts: { content: string; providerName: string }[];
    };
    expect(rest).toEqual({
      pacticipantName: 'shop',
      pacticipantVersionNumber: 'c0ffee',
      branch: 'main',
      tags: ['x'],
      buildUrl: 'https://ci/1',
    });
    const contents = contracts.map(
      ({ content }) =>
        JSON.parse(Buffer.from(content, 'base64').toString()) as {
          interactions: { description: string }[];
        },
    );
    expect(
      contents.map(({ interactions }) => interactions.map(({ description }) => description)),
    ).toEqual([['a', 'b'], ['c']]);
    expect(result.pacts.map(({ provider, url }) => [provider, url])).toEqual([
      ['inventory', `${stub.url}/pacts/1`],
      ['payments', `${stub.url}/pacts/2`],
    ]);
    expect(result.notices).toEqual([{ type: 'success', text: 'Pact successfully published' }]);
  });

  it('sends every consumer on its own', async () => {
    const stub = await brokerWith({ 'POST /contracts/publish': PUBLISHED });
    const dirs = [await pactFolder(pact('shop', 'inventory'), pact('app', 'inventory'))];
    await publishPacts({ broker: stub, dirs, consumerVersion: '1' });
    expect(
      writes(stub).map(({ body }) => (body as { pacticipantName: string }).pacticipantName),
    ).toEqual(['app', 'shop']);
  });

  it('says what the broker says when the version has other content already', async () => {
    const errors = { contracts: ['Cannot change the content of the pact for shop version 1'] };
    const stub = await brokerWith({
      'POST /contracts/publish': { status: 409, body: { notices: [], errors } },
    });
    const dirs = [await pactFolder(pact('shop', 'inventory'))];
    await expect(publishPacts({ broker: stub, dirs, consumerVersion: '1' })).rejects.toMatchObject({
      code: 'CONTRACTS_PACT_CONFLICT',
      message: expect.stringContaining('Cannot change the content of the pact'),
    });
  });

  it.each([
    ['no file was given', {}],
    ['the folder is empty', { dirs: [tmpdir()].map((dir) => join(dir, 'ashlar-none')) }],
  ])('does not even ask the broker when %s', async (_what, paths) => {
    const publishing = publishPacts({
      broker: { url: 'http://127.0.0.1:1' },
      consumerVersion: '1',
      ...paths,
    });
    await expect(publishing).rejects.toMatchObject({ code: 'CONTRACTS_NO_PACTS' });
  });
});

const ENVIRONMENT = {
  uuid: 'u1',
  name: 'test',
  displayName: 'Test',
  production: false,
  _links: {
    'pb:currently-deployed-deployed-versions': {
      href: '~/environments/u1/deployed-versions/currently-deployed',
    },
    'pb:currently-supported-released-versions': {
      href: '~/environments/u1/released-versions/currently-supported',
    },
  },
};
const ENVIRONMENTS: Answer = { body: { _embedded: { environments: [ENVIRONMENT] } } };

describe('environments', () => {
  it('are listed, created, changed and deleted by name', async () => {
    const stub = await brokerWith({
      'GET /environments': ENVIRONMENTS,
      'POST /environments': { status: 201, body: { uuid: 'u2', name: 'prod', production: true } },
      'PUT /environments/u1': { body: { ...ENVIRONMENT, displayName: 'T' } },
      'DELETE /environments/u1': { status: 204 },
    });
    expect((await listEnvironments({ broker: stub })).map(({ name }) => name)).toEqual(['test']);
    expect(await createEnvironment({ broker: stub, name: 'prod', production: true })).toMatchObject(
      { uuid: 'u2', production: true },
    );
    expect(await createEnvironment({ broker: stub, name: 'test', ifMissing: true })).toMatchObject({
      uuid: 'u1',
    });
    await updateEnvironment({ broker: stub, environment: 'test', displayName: 'T' });
    await deleteEnvironment({ broker: stub, environment: 'u1' });
    expect(writes(stub)).toEqual([
      { method: 'POST', path: '/environments', body: { name: 'prod', production: true } },
      {
        method: 'PUT',
        path: '/environments/u1',
        body: { name: 'test', displayName: 'T', production: false, contacts: [] },
      },
      { method: 'DELETE', path: '/environments/u1', body: undefined },
    ]);
  });

  it('are named in the error when one is unknown', async () => {
    const stub = await brokerWith({ 'GET /environments': ENVIRONMENTS });
    await expect(deleteEnvironment({ broker: stub, environment: 'tset' })).rejects.toThrow(
      'The broker has no environment "tset"; it has test.',
    );
  });
});

function deployed(version: string, instance?: string): object {
  return {
    uuid: `d${version}`,
    currentlyDeployed: true,
    ...(instance === undefined ? {} : { applicationInstance: instance }),
    _embedded: { pacticipant: { name: 'shop' }, version: { number: version } },
    _links: { self: { href: `~/deployed-versions/d${version}` } },
  };
}

describe('recording what runs where', () => {
  const VERSION = {
    number: '1/a',
    _links: {
      'pb:record-deployment': [
        { name: 'test', href: '~/record/test' },
        { name: 'prod', href: '~/record/prod' },
      ],
    },
  };

  it('follows the link of the version for the environment', async () => {
    const stub = await brokerWith({
      'GET /pacticipants/shop/versions/1%2Fa': { body: VERSION },
      'POST /record/test': { status: 201, body: deployed('1/a', 'eu') },
    });
    const record = await recordDeployment({
      broker: stub,
      pacticipant: 'shop',
      version: '1/a',
      environment: 'test',
      applicationInstance: 'eu',
    });
    expect(record).toEqual({
      pacticipant: 'shop',
      version: '1/a',
      environment: 'test',
      applicationInstance: 'eu',
      uuid: 'd1/a',
      current: true,
    });
    expect(writes(stub)[0]?.body).toEqual({ applicationInstance: 'eu', target: 'eu' });
  });

  it.each([
    ['an unknown version', '2', 'test', /does not know version 2 of shop/],
    ['an unknown environment', '1/a', 'tset', /no environment "tset"; it has test/],
  ])('says what is wrong with %s', async (_what, version, environment, said) => {
    const stub = await brokerWith({
      'GET /pacticipants/shop/versions/1%2Fa': { body: VERSION },
      'GET /environments': ENVIRONMENTS,
    });
    await expect(
      recordDeployment({ broker: stub, pacticipant: 'shop', version, environment }),
    ).rejects.toThrow(said);
  });

  it('ends the deployment without an instance name only, unless one is given', async () => {
    const list = '/environments/u1/deployed-versions/currently-deployed?pacticipant=shop';
    const stub = await brokerWith({
      'GET /environments': ENVIRONMENTS,
      [`GET ${list}`]: {
        body: { _embedded: { deployedVersions: [deployed('1', 'eu'), deployed('2')] } },
      },
      'PATCH /deployed-versions/d1': { body: { ...deployed('1', 'eu'), currentlyDeployed: false } },
      'PATCH /deployed-versions/d2': { body: { ...deployed('2'), currentlyDeployed: false } },
    });
    const options = { broker: stub, pacticipant: 'shop', environment: 'test' };
    expect(await recordUndeployment(options)).toMatchObject([{ version: '2', current: false }]);
    expect(await recordUndeployment({ ...options, applicationInstance: 'eu' })).toMatchObject([
      { version: '1' },
    ]);
    await expect(recordUndeployment({ ...options, version: '9' })).rejects.toThrow(
      'shop 9 is not deployed in test; there is 1 (instance eu), 2.',
    );
  });

  it('ends the support of one released version', async () => {
    const released = {
      uuid: 'r',
      currentlySupported: false,
      _embedded: { pacticipant: { name: 'shop' }, version: { number: '1' } },
      _links: { self: { href: '~/released-versions/r' } },
    };
    const stub = await brokerWith({
      'GET /environments': ENVIRONMENTS,
      'GET /environments/u1/released-versions/currently-supported?pacticipant=shop': {
        body: { _embedded: { releasedVersions: [released] } },
      },
      'PATCH /released-versions/r': { body: released },
    });
    await recordSupportEnded({
      broker: stub,
      pacticipant: 'shop',
      version: '1',
      environment: 'test',
    });
    expect(stub.asked.at(-1)).toMatchObject({
      body: { currentlySupported: false },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
  });
});

describe('what else there is', () => {
  it('creates a pacticipant that is unknown and changes one that is known', async () => {
    const stub = await brokerWith({
      'POST /pacticipants': { status: 201, body: { name: 'new' } },
      'GET /pacticipants/old': { body: { name: 'old' } },
      'PATCH /pacticipants/old': { body: { name: 'old', mainBranch: 'main' } },
    });
    await createPacticipant({ broker: stub, name: 'new', mainBranch: 'main' });
    expect(
      await createPacticipant({ broker: stub, name: 'old', mainBranch: 'main' }),
    ).toMatchObject({ mainBranch: 'main' });
    expect(writes(stub)).toEqual([
      { method: 'POST', path: '/pacticipants', body: { name: 'new', mainBranch: 'main' } },
      { method: 'PATCH', path: '/pacticipants/old', body: { mainBranch: 'main' } },
    ]);
  });

  it('describes a version with the places it runs in now', async () => {
    const stub = await brokerWith({
      'GET /pacticipants/shop/versions/1': {
        body: {
          number: '1',
          _embedded: { branchVersions: [{ name: 'main' }], tags: [{ name: 't' }] },
          _links: {
            'pb:deployed-environments': [
              { name: 'Old', href: '~', currently_deployed: false },
              { name: 'Prod', href: '~', currently_deployed: true },
            ],
          },
        },
      },
    });
    expect(await describeVersion({ broker: stub, name: 'shop', version: '1' })).toEqual({
      pacticipant: 'shop',
      version: '1',
      buildUrl: undefined,
      branches: ['main'],
      tags: ['t'],
      deployedTo: ['Prod'],
      releasedTo: [],
    });
  });

  it('lists pacts in a fixed order, filtered', async () => {
    const entry = (consumer: string): object => ({
      _embedded: {
        consumer: { name: consumer, _embedded: { version: { number: '1' } } },
        provider: { name: 'inventory' },
      },
      _links: { self: [{ href: '~/latest' }, { href: '~/version/1' }] },
    });
    const stub = await brokerWith({
      'GET /pacts/latest': { body: { pacts: [entry('shop'), entry('app')] } },
    });
    expect((await listPacts({ broker: stub })).map(({ consumer }) => consumer)).toEqual([
      'app',
      'shop',
    ]);
    expect(await listPacts({ broker: stub, consumer: 'shop' })).toMatchObject([
      { url: `${stub.url}/version/1` },
    ]);
  });

  it('creates webhooks under an id of its own, lists and tests them', async () => {
    const webhook = {
      uuid: 'w',
      enabled: true,
      events: [{ name: 'contract_published' }],
      request: { method: 'POST', url: 'https://ci/x' },
      _links: { 'pb:execute': { href: '~/webhooks/w/execute' } },
    };
    const stub = await stubBroker((asked, base): Answer => {
      if (asked.path === '/') return index(base);
      if (asked.method === 'POST')
        return { body: { success: false, response: { status: 500 }, logs: 'it failed' } };
      if (asked.path === '/webhooks')
        return { body: { _links: { 'pb:webhooks': [{ href: `${base}/webhooks/w` }] } } };
      return { body: webhook };
    });
    open.push(stub);
    const request = { url: 'https://ci/x' };
    await createWebhook({
      broker: stub,
      events: ['contract_published'],
      request,
      provider: 'inventory',
    });
    expect(writes(stub)[0]).toMatchObject({
      method: 'PUT',
      path: expect.stringMatching(/^\/webhooks\/[\w-]{36}$/),
      body: { provider: { name: 'inventory' }, request: { method: 'POST', url: 'https://ci/x' } },
    });
    expect(await listWebhooks({ broker: stub })).toMatchObject([
      { uuid: 'w', events: ['contract_published'] },
    ]);
    expect(await testWebhook({ broker: stub, uuid: 'w' })).toEqual({
      uuid: 'w',
      success: false,
      status: 500,
      logs: 'it failed',
    });
  });
});
