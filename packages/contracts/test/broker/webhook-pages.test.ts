import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

const LOCAL = {
  schemes: ['http', 'https'],
  hosts: ['127.0.0.1'],
  allowPrivateHosts: true,
} as const;
const PUT_PACT = {
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: '{"consumer":{"name":"Web"},"provider":{"name":"Api"},"interactions":[]}',
} as const;

let broker: Broker;
let receiver: http.Server;
const received: { authorization: string | undefined; body: string }[] = [];

beforeAll(async () => {
  receiver = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => (body += part));
    request.on('end', () => {
      received.push({ authorization: request.headers.authorization, body });
      response.writeHead(request.url === '/broken' ? 500 : 200).end('answer');
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  broker = await createBroker({
    port: 0,
    webhooks: {
      ...LOCAL,
      delayMs: 20,
      spacingMs: 0,
      retrySchedule: [],
    },
  });
  await publish('1');
});
afterAll(async () => {
  await broker.close();
  receiver.closeAllConnections();
  receiver.close();
});

const target = (path = '/hook') =>
  `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;

async function publish(version: string): Promise<void> {
  const path = `/pacts/provider/Api/consumer/Web/version/${version}`;
  const response = await fetch(broker.url + path, PUT_PACT);
  expect(response.status).toBeLessThan(300);
}

async function page(path: string): Promise<string> {
  const response = await fetch(new URL(path, broker.url), { headers: { accept: 'text/html' } });
  expect(response.status, path).toBe(200);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  return response.text();
}

function submit(
  path: string,
  fields: readonly (readonly [string, string])[],
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL(path, broker.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', ...headers },
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
  });
}

const FIELDS = [
  ['description', 'Tell the build'],
  ['consumer', 'Web'],
  ['provider', ''],
  ['events[]', 'contract_published'],
  ['events[]', 'provider_verification_failed'],
  ['method', 'POST'],
  ['headers', 'Content-Type: application/json\r\nAuthorization: Bearer very-secret'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of webhooks
  ['body', '{"consumer": "${pactbroker.consumerName}"}'],
  ['enabled', 'on'],
] as const;

const api = async (uuid: string) => (await fetch(`${broker.url}/webhooks/${uuid}`)).json();

async function add(path?: string): Promise<string> {
  const response = await submit('/ui/webhooks/new', [...FIELDS, ['url', target(path)]]);
  expect(response.status).toBe(303);
  return response.headers.get('location')?.split('/').at(-1) ?? '';
}

describe('webhooks in a browser', () => {
  it('are added by a form and are what the API would have made', async () => {
    expect(await page('/webhooks')).toContain('There is no webhook yet');
    expect(await page('/ui/webhooks/new')).toContain('<option value="Web">');
    const uuid = await add();
    expect(await api(uuid)).toMatchObject({
      description: 'Tell the build',
      consumer: { name: 'Web' },
      enabled: true,
      events: [{ name: 'contract_published' }, { name: 'provider_verification_failed' }],
      request: {
        method: 'POST',
        url: target(),
        headers: { 'content-type': 'application/json', authorization: '**********' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of webhooks
        body: { consumer: '${pactbroker.consumerName}' },
      },
    });
    const shown = await page(`/webhooks/${uuid}`);
    expect(shown).toContain('<h1>Tell the build</h1>');
    expect(shown).toContain('Web and every provider');
    expect(shown).toContain('authorization: **********');
    expect(shown).not.toContain('very-secret');
    expect(shown).toContain('It has not fired yet');
  });

  it('show the form again with what is wrong and what was entered', async () => {
    const response = await submit('/ui/webhooks/new', [
      ['description', '"quoted"'],
      ['consumer', 'Nobody'],
      ['url', 'https://elsewhere.example.com/'],
      ['method', 'POST'],
    ]);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain('consumer.name does not match an existing pacticipant');
    expect(text).toContain('url host must be in the whitelist');
    expect(text).toContain('events size cannot be less than 1');
    expect(text).toContain('value="&quot;quoted&quot;"');
  });

  it('keep their secrets when something else is edited, and replace them when told to', async () => {
    const uuid = await add();
    const form = await page(`/ui/webhooks/of/${uuid}/edit`);
    expect(form).toContain('authorization: **********');
    expect(form).not.toContain('very-secret');
    const edited = [...FIELDS, ['url', target()]].map(([name = '', value = '']) =>
      name === 'headers'
        ? (['headers', 'authorization: **********'] as const)
        : ([name, value] as const),
    );
    expect((await submit(`/ui/webhooks/of/${uuid}/edit`, edited)).status).toBe(303);
    received.length = 0;
    const tried = await (await submit(`/ui/webhooks/of/${uuid}/test`, [])).text();
    expect(received).toEqual([{ authorization: 'Bearer very-secret', body: '{"consumer":"Web"}' }]);
    expect(tried).toContain('The request succeeded.');
    expect(tried).not.toContain('very-secret');
    expect(tried).toContain('HTTP/1.1 200 OK');
  });

  it('show how they fared', async () => {
    const uuid = await add('/broken');
    await publish('2');
    await expect
      .poll(() => page(`/webhooks/${uuid}`), { timeout: 5_000 })
      .toContain('<span class="bad">failed</span>');
    expect(await page('/webhooks')).toContain('<span class="bad">failed</span>');
    const log = /href="([^"]+\/logs)"/.exec(await page(`/webhooks/${uuid}`))?.[1] ?? '';
    expect(await (await fetch(log)).text()).toContain('HTTP/1.1 500');
  });

  it('are disabled, enabled and deleted by buttons', async () => {
    const uuid = await add();
    expect((await submit(`/ui/webhooks/of/${uuid}/enabled`, [['enabled', '']])).status).toBe(303);
    expect(await api(uuid)).toMatchObject({ enabled: false });
    expect(await page('/webhooks')).toContain('>disabled<');
    await submit(`/ui/webhooks/of/${uuid}/enabled`, [['enabled', 'on']]);
    expect(await api(uuid)).toMatchObject({
      enabled: true,
      request: { headers: { authorization: '**********' } },
    });
    const deleted = await submit(`/ui/webhooks/of/${uuid}/delete`, []);
    expect(deleted.headers.get('location')).toBe(`${broker.url}/webhooks`);
    expect((await fetch(`${broker.url}/webhooks/${uuid}`)).status).toBe(404);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, told by an old browser', { origin: 'https://evil.example.com' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['this page', { 'sec-fetch-site': 'same-origin' }, 303],
    ['no browser', {}, 303],
  ])('take forms from %s: %j', async (_who, headers: Record<string, string>, status) => {
    const uuid = await add();
    const response = await submit(`/ui/webhooks/of/${uuid}/enabled`, [['enabled', '']], headers);
    expect(response.status).toBe(status);
    expect(await api(uuid)).toMatchObject({ enabled: status === 403 });
  });

  it('do not let other sites use the API either', async () => {
    const uuid = await add();
    received.length = 0;
    const headers = { 'sec-fetch-site': 'cross-site' };
    const execute = `${broker.url}/webhooks/${uuid}/execute`;
    expect((await fetch(execute, { method: 'POST', headers })).status).toBe(403);
    await sleep(50);
    expect(received).toEqual([]);
  });
});

describe('deliveries', () => {
  it('do not wait for a receiver that hangs', async () => {
    const sleepy = http.createServer(() => undefined);
    await new Promise<void>((done) => sleepy.listen(0, '127.0.0.1', done));
    const { port } = sleepy.address() as AddressInfo;
    const own = await createBroker({
      port: 0,
      webhooks: { ...LOCAL, delayMs: 10, spacingMs: 0, timeoutMs: 3_000 },
    });
    try {
      for (const url of [`http://127.0.0.1:${port}/`, target('/quick')]) {
        await fetch(`${own.url}/webhooks`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            events: [{ name: 'contract_published' }],
            request: { method: 'POST', url },
          }),
        });
      }
      received.length = 0;
      await fetch(`${own.url}/pacts/provider/Api/consumer/Web/version/1`, PUT_PACT);
      await expect.poll(() => received.length, { timeout: 2_000 }).toBe(1);
    } finally {
      sleepy.closeAllConnections();
      sleepy.close();
      await own.close();
    }
  });

  it('give up on one whose request cannot be built, and make the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-hooks-'));
    const database = join(folder, 'store.sqlite');
    const own = await createBroker({
      port: 0,
      database,
      webhooks: { ...LOCAL, delayMs: 10, spacingMs: 0 },
    });
    try {
      const uuids: string[] = [];
      for (const path of ['/spoilt', '/quick']) {
        const response = await fetch(`${own.url}/webhooks`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            events: [{ name: 'contract_published' }],
            request: { method: 'POST', url: target(path) },
          }),
        });
        uuids.push(((await response.json()) as { uuid: string }).uuid);
      }
      const file = new DatabaseSync(database);
      file.exec("UPDATE webhooks SET url = 'spoilt by hand' WHERE url LIKE '%spoilt'");
      file.close();
      received.length = 0;
      await fetch(`${own.url}/pacts/provider/Api/consumer/Web/version/1`, PUT_PACT);
      await expect.poll(() => received.length, { timeout: 4_000 }).toBe(1);
      const page = async () =>
        (
          await fetch(`${own.url}/webhooks/${uuids[0]}`, { headers: { accept: 'text/html' } })
        ).text();
      await expect.poll(page, { timeout: 4_000 }).toContain('<span class="bad">failed</span>');
      const log = /href="([^"]+\/logs)"/.exec(await page())?.[1] ?? '';
      expect(await (await fetch(log)).text()).toContain('The request cannot be built');
    } finally {
      await own.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
