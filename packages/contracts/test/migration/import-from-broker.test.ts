import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { importFromBroker } from '../../src/migration/import-from-broker.ts';
import { fillBroker } from '../broker/fill-broker.ts';

const folder = mkdtempSync(join(tmpdir(), 'broker-move-'));
const database = join(folder, 'new.sqlite');
const basicAuth = { readWrite: { username: 'ci', password: 'pw' } };
const authorization = `Basic ${Buffer.from('ci:pw').toString('base64')}`;
let source: Broker;
let target: Broker;
let summary: unknown;

beforeAll(async () => {
  const old = join(folder, 'old.sqlite');
  const open = await createBroker({ port: 0, database: old });
  await fillBroker(open.url);
  // An old version put on the branch again is its head, though not the newest.
  await fetch(`${open.url}/pacticipants/Web/branches/feature/versions/2`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
  });
  await open.close();
  source = await createBroker({ port: 0, database: old, basePath: '/pacts', basicAuth });
  const connection = { url: source.url, username: 'ci', password: 'pw' };
  summary = await importFromBroker({ source: connection, database });
  target = await createBroker({ port: 0, database });
});

afterAll(async () => {
  await source?.close();
  await target?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(broker: Broker, path: string): Promise<string> {
  const response = await fetch(broker.url + path, { headers: { authorization } });
  expect(response.status, path).toBe(200);
  return (await response.text())
    .replaceAll(broker.url, '{base}')
    .replace(/\/pacts(?=\/matrix)/g, '')
    .replace(/(\/verification-results\/)\d+/g, '$1N')
    .replace(/((?:deployed|released)-versions\/|"uuid":")[0-9a-f-]{36}/g, '$1UUID')
    .replace(/"updatedAt":"[^"]+",?/g, '');
}

describe('moving over from another broker', () => {
  it('says what came and what did not', () => {
    expect(summary).toEqual({
      pacticipants: 2,
      versions: 5,
      pacts: 4,
      results: 1,
      live: 2,
      webhooksLeft: [expect.any(String)],
    });
  });

  it.each([
    '/pacticipants',
    '/pacticipants/Web/versions',
    '/pacticipants/Web/branches/feature/latest-version',
    '/pacts/latest',
    '/pacts/provider/Api/consumer/Web/version/2',
    '/pacts/provider/Api/consumer/Web/version/1/verification-results/latest',
    '/environments',
    '/can-i-deploy?pacticipant=Web&version=2&environment=production',
    '/can-i-deploy?pacticipant=Web&version=4&environment=production',
    '/matrix?q[][pacticipant]=Web&q[][pacticipant]=Api&latestby=cvpv',
  ])('the new broker answers as the old one: %s', async (path) => {
    expect(await answer(target, path)).toBe(await answer(source, path));
  });

  it('the new broker has the same dashboard, in an order that whole seconds allow', async () => {
    const items = async (broker: typeof target) => {
      const { items: list } = JSON.parse(await answer(broker, '/dashboard')) as {
        items: unknown[];
      };
      return list.map((item) => JSON.stringify(item)).sort();
    };
    expect(await items(target)).toEqual(await items(source));
  });

  it('does not mix two stores', async () => {
    const connection = { url: source.url, username: 'ci', password: 'pw' };
    await expect(importFromBroker({ source: connection, database })).rejects.toMatchObject({
      code: 'CONTRACTS_BROKER_STORE_NOT_EMPTY',
    });
  });
});
