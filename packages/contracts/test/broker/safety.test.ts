import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { type Broker, type BrokerOptions, createBroker } from '../../src/broker/create.ts';
import { hostAllowed, isPrivateAddress } from '../../src/broker/webhooks/hosts.ts';
import { fillBroker } from './fill-broker.ts';

const json = { 'content-type': 'application/json' };
let broker: Broker | undefined;

async function start(options: BrokerOptions = {}): Promise<Broker> {
  broker = await createBroker({ port: 0, ...options });
  return broker;
}

afterEach(async () => {
  await broker?.close();
  broker = undefined;
});

describe('access', () => {
  const basicAuth = {
    readWrite: { username: 'ci', password: 'pass:word' },
    readOnly: { username: 'eye', password: 'only' },
  };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const ask = async (method: string, authorization?: string): Promise<number> => {
    const response = await fetch(
      `${broker?.url}/pacticipants${method === 'PUT' ? '/A/labels/b' : ''}`,
      {
        method,
        headers: { ...json, ...(authorization === undefined ? {} : { authorization }) },
      },
    );
    await response.arrayBuffer();
    return response.status;
  };

  it('wants credentials for everything when some are set', async () => {
    await start({ basicAuth });
    expect(await ask('GET')).toBe(401);
    expect(await ask('GET', basic('ci:wrong'))).toBe(401);
    expect(await ask('GET', 'Basic')).toBe(401);
    expect(await ask('GET', basic('eye:only'))).toBe(200);
    expect(await ask('PUT', basic('eye:only'))).toBe(403);
    expect(await ask('PUT', basic('ci:pass:word'))).toBe(201);
  });

  it('knows tokens with scopes', async () => {
    await start({
      bearerTokens: [
        { token: 'r', scopes: ['read'] },
        { token: 'rw', scopes: ['read', 'write'] },
      ],
    });
    expect(await ask('GET', 'Bearer x')).toBe(401);
    expect(await ask('GET', 'Bearer r')).toBe(200);
    expect(await ask('PUT', 'Bearer r')).toBe(403);
    expect(await ask('PUT', 'Bearer rw')).toBe(201);
  });

  it('can let everybody read', async () => {
    await start({ basicAuth, publicRead: true });
    expect(await ask('GET')).toBe(200);
    expect(await ask('PUT')).toBe(401);
  });
});

describe('a store', () => {
  it('written by a newer broker is refused and left alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-newer-'));
    try {
      const database = join(folder, 'store.sqlite');
      await (await createBroker({ port: 0, database })).close();
      const file = new DatabaseSync(database);
      file.exec('UPDATE ashlar_broker_schema SET version = 99');
      file.close();
      await expect(createBroker({ port: 0, database })).rejects.toMatchObject({
        code: 'CONTRACTS_BROKER_STORE_TOO_NEW',
      });
      const again = new DatabaseSync(database);
      expect(again.prepare('SELECT version FROM ashlar_broker_schema').get()).toEqual({
        version: 99,
      });
      again.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('written by an older broker is brought up to date, its contents kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-older-'));
    try {
      const database = join(folder, 'store.sqlite');
      const first = await createBroker({ port: 0, database });
      await fetch(`${first.url}/pacticipants/A/labels/kept`, { method: 'PUT', headers: json });
      await first.close();
      const file = new DatabaseSync(database);
      file.exec(`DROP INDEX triggered_webhooks_webhook;
        ALTER TABLE integrations DROP COLUMN updated_at;
        INSERT INTO integrations (consumer_id, provider_id, created_at)
          VALUES (1, 1, '2020-01-01T00:00:00.000000Z');
        UPDATE ashlar_broker_schema SET version = 1`);
      file.close();
      const { url } = await start({ database });
      const labels = await (await fetch(`${url}/labels`)).json();
      expect(labels).toMatchObject({ _embedded: { labels: [{ name: 'kept' }] } });
      const integrations = await (await fetch(`${url}/integrations`)).json();
      expect(integrations).toMatchObject({ _embedded: { integrations: [{ consumer: {} }] } });
    } finally {
      await broker?.close();
      broker = undefined;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(['/no/such/folder/store.sqlite', 'postgres://nobody@127.0.0.1:1/none'])(
    'that cannot be opened has a code: %s',
    async (database) => {
      await expect(createBroker({ port: 0, database })).rejects.toMatchObject({
        code: 'CONTRACTS_BROKER_STORE_UNREADABLE',
      });
    },
  );

  it('is closed again when the port is taken', async () => {
    const { port } = await start();
    await expect(createBroker({ port })).rejects.toMatchObject({
      code: 'CONTRACTS_BROKER_PORT_UNAVAILABLE',
    });
  });
});

describe('webhooks', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
    'fec0::1',
    '224.0.0.1',
  ])('take %s for private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['93.184.216.34', '172.32.0.1', '2606:4700::1111'])('take %s for public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  it('match hosts by name and by one level of domain', () => {
    expect(hostAllowed('ci.example.com', ['*.example.com'])).toBe(true);
    expect(hostAllowed('a.ci.example.com', ['*.example.com'])).toBe(false);
    expect(hostAllowed('evilexample.com', ['*.example.com'])).toBe(false);
    expect(hostAllowed('CI.example.com', ['ci.example.com'])).toBe(true);
  });

  /** Executes a webhook to a server on every address of this machine; how often it arrived. */
  async function deliveries(host: string, allowPrivateHosts: boolean): Promise<number> {
    let reached = 0;
    const inner = http.createServer((_, response) => {
      reached++;
      response.end();
    });
    await new Promise<void>((done) => inner.listen(0, done));
    const { url } = await start({ webhooks: { schemes: ['http'], allowPrivateHosts } });
    const { port } = inner.address() as AddressInfo;
    const request = { method: 'POST', url: `http://${host}:${port}/` };
    const body = JSON.stringify({ events: [{ name: 'contract_published' }], request });
    const created = await fetch(`${url}/webhooks`, { method: 'POST', headers: json, body });
    const answer = (await created.json()) as { _links?: Record<string, { href: string }> };
    if (created.status === 201) {
      const execute = answer._links?.['pb:execute']?.href ?? '';
      await (await fetch(execute, { method: 'POST', headers: json, body: '{}' })).text();
    } else {
      expect(created.status).toBe(400);
    }
    inner.closeAllConnections();
    await new Promise((done) => inner.close(done));
    return reached;
  }

  it('are not led elsewhere by a redirect', async () => {
    const asked: string[] = [];
    const server = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/inner' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const settings = { schemes: ['http'], hosts: ['127.0.0.1'], allowPrivateHosts: true };
    const { url } = await start({ webhooks: settings });
    const { port } = server.address() as AddressInfo;
    const execute = await fetch(`${url}/webhooks/execute`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({
        events: [{ name: 'contract_published' }],
        request: { method: 'POST', url: `http://127.0.0.1:${port}/outer` },
      }),
    });
    expect(await execute.json()).toMatchObject({ success: false, response: { status: 307 } });
    expect(asked).toEqual(['/outer']);
    server.closeAllConnections();
    server.close();
  });

  it('reach this machine when they are told they may', async () => {
    expect(await deliveries('127.0.0.1', true)).toBe(1);
    await broker?.close();
    expect(await deliveries('localhost', true)).toBe(1);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])(
    'do not reach %s otherwise',
    async (host) => {
      expect(await deliveries(host, false)).toBe(0);
    },
  );
});

describe('a broker behind a proxy', () => {
  const publicBaseUrl = 'https://pact.example.org/pacts';

  /** Addresses in an answer, be it HAL or a page, that are not templates. */
  function addresses(text: string): string[] {
    const found = [...text.matchAll(/(?:"href":|href=|action=)"([^"]+)"/g)].map(
      ([, href = '']) => href,
    );
    return found.filter((href) => !href.includes('{') && !href.startsWith('#'));
  }

  it('gives out no address but those under the one that clients know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-behind-'));
    const database = join(folder, 'store.sqlite');
    const direct = await start({ database });
    await fillBroker(direct.url);
    await direct.close();
    const behind = await start({ database, publicBaseUrl, basePath: '/pacts' });
    const url = `http://127.0.0.1:${behind.port}/pacts`;
    const seen = new Set<string>();
    const strange: string[] = [];
    const waiting = [publicBaseUrl];
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
      for (const accept of ['application/hal+json', 'text/html']) {
        const key = `${accept} ${address}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const inner = address.replace(publicBaseUrl, url).replaceAll('&amp;', '&');
        const response = await fetch(inner, { headers: { accept }, redirect: 'manual' });
        const text = await response.text();
        for (const found of addresses(text)) {
          // The link to the matrix of an integration is relative to the host, as recorded.
          const whole = new URL(found, publicBaseUrl).href;
          if (whole === publicBaseUrl || whole.startsWith(`${publicBaseUrl}/`)) waiting.push(whole);
          else strange.push(`${address}: ${found}`);
        }
        expect(text).not.toContain(new URL(url).host);
      }
    }
    expect(strange).toEqual([]);
    expect(seen.size).toBeGreaterThan(150);
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('is asked under its path only', async () => {
    const { url } = await start({ basePath: '/pacts' });
    expect((await fetch(`${url}/pacticipants`)).status).toBe(200);
    expect((await fetch(`${new URL(url).origin}/pacticipants`)).status).toBe(404);
  });
});

describe('a body', () => {
  it('that is too large is refused before it is read', async () => {
    const { url } = await start({ bodyLimit: 1_000 });
    const put = (size: number) =>
      fetch(`${url}/pacticipants`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ name: 'A', displayName: 'x'.repeat(size) }),
      });
    expect((await put(500)).status).toBe(201);
    expect((await put(2_000)).status).toBe(413);
  });
});

describe('pages for people', () => {
  it('show names as text, never as markup', async () => {
    const { url } = await start();
    const name = '<img src=x onerror=alert(1)>';
    const version = encodeURIComponent(name);
    const pact = {
      consumer: { name: 'Web' },
      provider: { name: 'Api' },
      interactions: [{ description: name }],
    };
    const put = await fetch(`${url}/pacts/provider/Api/consumer/Web/version/${version}`, {
      method: 'PUT',
      headers: json,
      body: JSON.stringify(pact),
    });
    expect(put.status).toBe(201);
    const pages = [
      '/',
      '/environments',
      '/matrix/provider/Api/consumer/Web',
      '/pacts/provider/Api/consumer/Web/latest',
    ];
    for (const path of pages) {
      const response = await fetch(url + path, { headers: { accept: 'text/html' } });
      expect(response.headers.get('content-type'), path).toContain('text/html');
      const text = await response.text();
      expect(text, path).toContain('<h1>');
      expect(text, path).not.toContain('<img');
    }
  });
});
