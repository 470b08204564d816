import { afterEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

let broker: Broker;

afterEach(() => broker.close());

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the answer is what is tested
  readonly body: any;
}

async function send(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path.startsWith('http') ? path : broker.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const interaction = (path: string) => ({ description: path, request: { method: 'GET', path } });

/** Publishes a pact of Web with Api. Resolves to its sha. */
async function publish(version: string, branch: string, ...paths: string[]): Promise<string> {
  const pact = {
    consumer: { name: 'Web' },
    provider: { name: 'Api' },
    interactions: paths.map(interaction),
  };
  const contract = {
    consumerName: 'Web',
    providerName: 'Api',
    specification: 'pact',
    contentType: 'application/json',
    content: Buffer.from(JSON.stringify(pact)).toString('base64'),
    onConflict: 'merge',
  };
  const { status } = await send('POST', '/contracts/publish', {
    pacticipantName: 'Web',
    pacticipantVersionNumber: version,
    branch,
    contracts: [contract],
  });
  expect(status).toBe(200);
  return shaOf(version);
}

async function shaOf(version: string): Promise<string> {
  const { body } = await send('GET', `/pacts/provider/Api/consumer/Web/version/${version}`);
  return /pact-version\/([0-9a-f]{40})/.exec(JSON.stringify(body._links))?.[1] ?? '';
}

async function verify(sha: string, version: string): Promise<void> {
  const path = `/pacts/provider/Api/consumer/Web/pact-version/${sha}/verification-results`;
  const { status } = await send('POST', path, {
    success: true,
    providerApplicationVersion: version,
  });
  expect(status).toBe(201);
}

async function deploy(version: string, environment: string, instance: string): Promise<void> {
  await send('PUT', `/pacticipants/Api/versions/${version}`, {});
  const path = `/pacticipants/Api/versions/${version}/deployed-versions/environment/${environment}`;
  const { status } = await send('POST', path, { applicationInstance: instance });
  expect(status).toBe(201);
}

async function production(): Promise<string> {
  const fields = { name: 'production', displayName: 'Production', production: true };
  return (await send('POST', '/environments', fields)).body.uuid;
}

const canWebGo = async (): Promise<boolean | null> =>
  (await send('GET', '/can-i-deploy?pacticipant=Web&version=1&environment=production')).body.summary
    .deployable;

describe.each([true, false])('with compat %s', (compat) => {
  it(`two live providers, one verified, are ${compat ? 'a yes' : 'unknown'}`, async () => {
    broker = await createBroker({ port: 0, compat });
    const environment = await production();
    const sha = await publish('1', 'main', '/a');
    await deploy('10', environment, 'blue');
    await deploy('11', environment, 'green');
    await verify(sha, '10');
    expect(await canWebGo()).toBe(compat ? true : null);
    await verify(sha, '11');
    expect(await canWebGo()).toBe(true);
  });

  it(`fallbackBranch is ${compat ? 'ignored' : 'used'}`, async () => {
    broker = await createBroker({ port: 0, compat });
    await publish('1', 'main', '/a');
    const { body } = await send('POST', '/pacts/provider/Api/for-verification', {
      consumerVersionSelectors: [{ branch: 'feat', fallbackBranch: 'main' }],
    });
    expect(body._embedded.pacts).toHaveLength(compat ? 0 : 1);
  });

  it(`a merge is stored under ${compat ? 'the sha of the patch' : 'its own sha'}`, async () => {
    broker = await createBroker({ port: 0, compat });
    const whole = await publish('0', 'main', '/a', '/b');
    const part = await publish('2', 'main', '/b');
    await publish('1', 'main', '/a');
    const patch = {
      consumer: { name: 'Web' },
      provider: { name: 'Api' },
      interactions: [interaction('/b')],
    };
    const path = '/pacts/provider/Api/consumer/Web/version/1';
    expect((await send('PATCH', path, patch)).status).toBe(200);
    expect(await shaOf('1')).toBe(compat ? part : whole);
  });

  it(`content that is new on its branch only is ${compat ? 'no change' : 'a change'}`, async () => {
    broker = await createBroker({ port: 0, compat });
    const changes = async (version: string, branch: string, path: string): Promise<boolean> => {
      const pact = {
        consumer: { name: 'Web' },
        provider: { name: 'Api' },
        interactions: [interaction(path)],
      };
      const { body } = await send('POST', '/contracts/publish', {
        pacticipantName: 'Web',
        pacticipantVersionNumber: version,
        branch,
        tags: ['dev'],
        contracts: [
          {
            consumerName: 'Web',
            providerName: 'Api',
            specification: 'pact',
            contentType: 'application/json',
            content: Buffer.from(JSON.stringify(pact)).toString('base64'),
          },
        ],
      });
      return JSON.stringify(body.notices).includes('contract_content_changed');
    };
    expect(await changes('1', 'main', '/a')).toBe(true);
    expect(await changes('2', 'feat', '/b')).toBe(true);
    expect(await changes('3', 'main', '/b')).toBe(!compat);
    expect(await changes('4', 'main', '/b')).toBe(false);
  });

  it('publishing no contracts is the mistake of the client', async () => {
    broker = await createBroker({ port: 0, compat });
    const fields = { pacticipantName: 'Web', pacticipantVersionNumber: '1', contracts: [] };
    expect((await send('POST', '/contracts/publish', fields)).status).toBe(400);
  });
});
