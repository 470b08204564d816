import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

/** Answers that the recordings do not show, as the reference broker gives them. */

let broker: Broker;

beforeAll(async () => {
  broker = await createBroker({ port: 0 });
});
afterAll(() => broker.close());

const HAL = { accept: 'application/hal+json' };
const JSON_BODY = { ...HAL, 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the answer is what is tested
  readonly body: any;
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = body === undefined ? HAL : JSON_BODY,
): Promise<Answer> {
  const response = await fetch(path.startsWith('http') ? path : broker.url + path, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

interface Published {
  readonly branch?: string;
  readonly tags?: readonly string[];
}

function publish(
  consumer: string,
  provider: string,
  version: string,
  paths: readonly string[],
  where: Published = {},
): Promise<Answer> {
  const pact = {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: paths.map((path) => ({ description: path, request: { method: 'GET', path } })),
  };
  const content = Buffer.from(JSON.stringify(pact)).toString('base64');
  return send('POST', '/contracts/publish', {
    pacticipantName: consumer,
    pacticipantVersionNumber: version,
    ...where,
    contracts: [
      {
        consumerName: consumer,
        providerName: provider,
        specification: 'pact',
        contentType: 'application/json',
        content,
      },
    ],
  });
}

async function verify(pact: string, version: string, success = true): Promise<Answer> {
  const { body } = await send('GET', pact);
  const href = body._links['pb:publish-verification-results'].href;
  return send('POST', href, { success, providerApplicationVersion: version });
}

const shas = (answer: Answer): string[] =>
  answer.body._embedded.pacts.map((pact: { _links: { self: { name: string } } }) => {
    return pact._links.self.name;
  });

describe('deleting', () => {
  it('pacts by tag or branch leaves the others', async () => {
    await publish('Del', 'DelApi', '1', ['/a'], { branch: 'main', tags: ['old'] });
    await publish('Del', 'DelApi', '2', ['/b'], { branch: 'topic' });
    await publish('Del', 'DelApi', '3', ['/c'], { branch: 'main' });
    const pacts = '/pacts/provider/DelApi/consumer/Del';
    const numbers = async () => {
      const { body } = await send('GET', `${pacts}/versions`);
      return body._embedded.pacts.map(
        (one: { _embedded: { consumerVersion: { number: string } } }) =>
          one._embedded.consumerVersion.number,
      );
    };
    expect((await send('DELETE', `${pacts}/branch/topic`)).body._links).toHaveProperty(
      'pb:latest-pact-version',
    );
    expect(await numbers()).toEqual(['3', '1']);
    expect((await send('DELETE', `${pacts}/tag/old`)).status).toBe(200);
    expect(await numbers()).toEqual(['3']);
    expect((await send('DELETE', `${pacts}/versions`)).status).toBe(204);
    expect(await numbers()).toEqual([]);
  });

  it('an integration takes along versions and applications that nothing else needs', async () => {
    await publish('Lone', 'Peer', '1', ['/a']);
    await publish('Keep', 'Peer', '1', ['/a']);
    await verify('/pacts/provider/Peer/consumer/Keep/version/1', 'p1');
    await send('PUT', '/pacticipants/Peer/branches/main/versions/p2', {});
    const anything = { accept: '*/*' };
    const path = '/integrations/provider/Peer/consumer/Lone';
    expect((await send('DELETE', path, undefined, anything)).status).toBe(204);
    expect((await send('GET', '/pacticipants/Lone')).status).toBe(404);
    expect((await send('GET', '/pacticipants/Keep')).status).toBe(200);
    expect((await send('GET', '/pacticipants/Peer/versions/p1')).status).toBe(200);
    expect((await send('GET', '/pacticipants/Peer/versions/p2')).status).toBe(404);
    expect((await send('DELETE', path, undefined, anything)).status).toBe(404);
  });
});

describe('lists', () => {
  it('show integrations that saw something last first, and by pages', async () => {
    await publish('L1', 'ListApi', '1', ['/a']);
    await publish('L2', 'ListApi', '1', ['/a']);
    await verify('/pacts/provider/ListApi/consumer/L1/version/1', '9');
    const first = await send('GET', '/integrations?page=1&size=1&q=ListApi');
    expect(first.body._embedded.integrations[0].consumer.name).toBe('L1');
    expect(first.body.page).toEqual({ number: 1, size: 1, totalElements: 2, totalPages: 2 });
    expect(first.body._links.next.href).toMatch(/\/integrations\?size=1&page=2$/);
    const dashboard = await send('GET', '/dashboard');
    expect(dashboard.body.items[0].consumer.name).toBe('L1');
  });

  it('tell pages of labels and of branches', async () => {
    for (const label of ['one', 'two']) {
      await send('PUT', `/pacticipants/Labelled/labels/${label}`, {});
      await send('PUT', `/pacticipants/Labelled/branches/${label}/versions/1`, {});
    }
    const labels = await send('GET', '/labels?pageNumber=2&pageSize=1');
    expect(labels.body._embedded.labels).toEqual([{ name: 'two' }]);
    expect(labels.body._links.previous.href).toMatch(/\/labels\?size=1&page=1$/);
    const branches = await send('GET', '/pacticipants/Labelled/branches?q=tw');
    expect(branches.body._links.self.href).toMatch(/\/branches\?q=tw$/);
  });

  it('name the tag they were asked for', async () => {
    await publish('T', 'TApi', '1', ['/a'], { tags: ['prod'] });
    const { body } = await send('GET', '/pacts/provider/TApi/consumer/T/tag/prod');
    expect(body._links.self.title).toBe(
      'All versions of the pact between T and TApi with tag prod',
    );
    expect(body._links['pb:pact-versions']).toHaveLength(1);
  });
});

describe('statuses', () => {
  const cases: readonly (readonly [string, string, unknown, number])[] = [
    ['GET', '/pacticipants/', undefined, 200],
    ['GET', '/diagnostic/status/dependencies', undefined, 200],
    ['PUT', '/pacticipants/Unknown', { mainBranch: 'main' }, 404],
    ['GET', '/pacticipants/Unknown/branches/main/versions', undefined, 404],
    ['GET', '/pacticipants/Labelled/tags/none/versions', undefined, 404],
    ['GET', '/pacticipants/Labelled/latest-version/none/can-i-deploy/to/prod', undefined, 404],
    ['GET', '/triggered-webhooks/none/logs', undefined, 404],
    ['GET', '/pacts/provider/A/consumer/B/latest/badge.svg', undefined, 307],
    ['PUT', '/pacticipants/Labelled/versions/1%0A2', {}, 422],
    ['PUT', '/pacticipants/Labelled/branches/a%09b/versions/1', {}, 422],
    ['POST', '/contracts/publish', 'null', 400],
    ['POST', '/webhooks', { request: {} }, 400],
  ];
  for (const [method, path, body, status] of cases) {
    it(`${method} ${path} is ${status}`, async () => {
      expect((await send(method, path, body)).status).toBe(status);
    });
  }

  it('have no media type without a body', async () => {
    const { status, headers } = await send('GET', '/contracts/publish');
    expect([status, headers.get('content-type')]).toEqual([405, null]);
  });

  it('ask for a media type even of an empty body', async () => {
    expect((await send('PUT', '/pacticipants/Labelled/labels/x', undefined)).status).toBe(415);
  });

  it('tell what is missing as problem details where they are asked for', async () => {
    const accept = { accept: 'application/hal+json, application/problem+json' };
    const { headers, body } = await send('GET', '/webhooks/none', undefined, accept);
    expect(headers.get('content-type')).toBe('application/problem+json;charset=utf-8');
    expect(body).toMatchObject({ type: '/problem/not-found', status: 404 });
  });
});

describe('pacts to verify', () => {
  const ask = (provider: string, body: unknown) =>
    send('POST', `/pacts/provider/${provider}/for-verification`, body);

  it('with a tag means the newest tagged version, which may have no pact with this provider', async () => {
    await publish('Two', 'TagApi', '1', ['/a'], { tags: ['prod'] });
    await publish('Two', 'Other', '2', ['/a'], { tags: ['prod'] });
    const selected = await ask('TagApi', {
      consumerVersionSelectors: [{ tag: 'prod', latest: true }],
    });
    expect(shas(selected)).toEqual([]);
  });

  it('counts a version once per branch it heads', async () => {
    await publish('Heads', 'HeadApi', '1', ['/a'], { branch: 'one' });
    await send('PUT', '/pacticipants/Heads/branches/two/versions/1', {});
    const { body } = await ask('HeadApi', { consumerVersionSelectors: [{ branch: true }] });
    expect(body._embedded.pacts).toHaveLength(1);
    expect(body._embedded.pacts[0].shortDescription.match(/"branch":true/g)).toHaveLength(2);
  });

  it('counts an environment once where a version is deployed and released', async () => {
    await publish('Both', 'EnvApi', '1', ['/a']);
    const { body } = await send('POST', '/environments', { name: 'live', production: true });
    const path = (kind: string) =>
      `/pacticipants/Both/versions/1/${kind}-versions/environment/${body.uuid}`;
    await send('POST', path('deployed'), {});
    await send('POST', path('released'), {});
    const selectors = { consumerVersionSelectors: [{ environment: 'live' }] };
    const selected = await ask('EnvApi', selectors);
    expect(selected.body._embedded.pacts[0].shortDescription).toBe('in live');
  });

  it('takes an empty branch for a branch of that name', async () => {
    await publish('Empty', 'EmptyApi', '1', ['/a']);
    await verify('/pacts/provider/EmptyApi/consumer/Empty/version/1', '1');
    const { body } = await ask('EmptyApi', { providerVersionBranch: '' });
    expect(body._embedded.pacts[0].verificationProperties.pending).toBe(true);
  });
});

describe('listings of changes', () => {
  it('have three lines around a change and a mark for each equal item', async () => {
    await publish('Diff', 'DiffApi', '1', ['/1', '/2', '/3']);
    const { status, body } = await publish('Diff', 'DiffApi', '1', ['/1', '/2', '/3', '/4']);
    expect(status).toBe(409);
    expect(body.notices[1].text).toBe(
      [
        '     ... ,',
        '     ... ,',
        '     ... ,',
        '+    {',
        '+      "description": "/4",',
        '+      "request": {',
        '+        "method": "GET",',
        '+        "path": "/4"',
        '+      }',
        '+    }',
        '   ]',
        ' }',
      ].join('\n'),
    );
  });
});

describe('webhooks', () => {
  it('get a description from what they do, and links to whom their labels name', async () => {
    const request = { method: 'POST', url: 'https://example.org/hook' };
    const { body } = await send('POST', '/webhooks', { request, consumer: { label: 'team a' } });
    expect(body.description).toBe('POST example.org');
    expect(body._links['pb:consumers'].href).toMatch(/\/pacticipants\/label\/team%20a$/);
  });

  it('tell that they have not run yet', async () => {
    const request = { method: 'POST', url: 'https://example.org/hook' };
    await send('POST', '/webhooks', { request, events: [{ name: 'contract_published' }] });
    await publish('Hook', 'HookApi', '1', ['/a']);
    const path = '/pacts/provider/HookApi/consumer/Hook/version/1/triggered-webhooks';
    const { body } = await send('GET', path);
    const logs = body._embedded.triggeredWebhooks[0]._links['pb:logs'].href;
    const text = await send('GET', logs, undefined, { accept: 'text/plain' });
    expect(text.text).toBe('Webhook has not executed yet. Please retry in a few seconds.');
    const structured = await send('GET', logs);
    expect(structured.body).toMatchObject({ consumerName: 'Hook', executions: [] });
  });
});
