import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportStore } from '../../src/broker/archive/export.ts';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { importFromBroker } from '../../src/migration/import-from-broker.ts';

const folder = mkdtempSync(join(tmpdir(), 'broker-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const VERSIONS = 130;

async function send(broker: Broker, method: string, path: string, body: unknown) {
  const response = await fetch(new URL(path, broker.url), {
    method,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as { uuid: string; _links: Record<string, { href: string }> };
}

/** Some of everything that a broker of some years holds, more versions than fit on a page. */
async function live(broker: Broker): Promise<void> {
  const say = (method: string, path: string, body: unknown = {}) =>
    send(broker, method, path, body);
  await say('POST', '/pacticipants', {
    name: 'Web Shop',
    displayName: 'The shop',
    mainBranch: 'trunk',
    repositoryUrl: 'https://git.example.com/shop',
  });
  await say('PUT', '/pacticipants/Web%20Shop/labels/team%20a');
  for (let count = 0; count < VERSIONS; count++) {
    const content = { description: `content ${Math.floor(count / 10)}`, request: { path: '/' } };
    const pact = await say('PUT', `/pacts/provider/Ordörs/consumer/Web%20Shop/version/1.${count}`, {
      consumer: { name: 'Web Shop' },
      provider: { name: 'Ordörs' },
      interactions: [content],
    });
    const branch = count % 7 === 0 ? 'feat%2Fx' : 'trunk';
    await say('PUT', `/pacticipants/Web%20Shop/branches/${branch}/versions/1.${count}`);
    if (count % 10 !== 0) continue;
    const results = pact._links['pb:publish-verification-results']?.href ?? '';
    for (const [version, success] of [
      [`p${count}`, count % 20 === 0],
      ['always', true],
    ]) {
      await say('POST', results, {
        success,
        providerApplicationVersion: version,
        buildUrl: 'https://ci.example.com/9',
        testResults: [{ interactionId: 'x', success, mismatches: [{ expected: 1.5 }] }],
        verifiedBy: { implementation: 'pact-js', version: '17' },
      });
    }
  }
  // Numbers as they were written, a message, a tag, and a content that was overwritten.
  await say(
    'PUT',
    '/pacts/provider/Events/consumer/Web%20Shop/version/1.7',
    '{"messages":[{"description":"m","contents":{"price":1.0,"big":12345678901234567890}}]}',
  );
  await say('PUT', '/pacticipants/Web%20Shop/versions/1.7/tags/prod');
  await say('PUT', '/pacticipants/Ordörs/branches/main/versions/always');
  const uuids: string[] = [];
  for (const name of ['test', 'production']) {
    const environment = { name, displayName: name, production: name === 'production' };
    const contacts = [{ name: 'team', details: { email: 'team@example.com' } }];
    uuids.push((await say('POST', '/environments', { ...environment, contacts })).uuid);
  }
  const [test, production] = uuids;
  const at = (name: string, version: string, kind: string, environment: string | undefined) =>
    `/pacticipants/${name}/versions/${version}/${kind}-versions/environment/${environment}`;
  for (const version of ['1.1', '1.2']) {
    await say('POST', at('Web%20Shop', version, 'deployed', test));
    await say('POST', at('Web%20Shop', version, 'released', production));
  }
  for (const applicationInstance of ['blue', 'green']) {
    await say('POST', at('Ordörs', 'always', 'deployed', test), { applicationInstance });
  }
}

type Row = Record<string, string | number | null>;

/** An exported store by names instead of ids, without what a move is known not to carry. */
async function described(database: string, name: string): Promise<Record<string, unknown[]>> {
  const to = join(folder, name);
  await exportStore({ database, to });
  const rows = (table: string): Row[] =>
    readFileSync(join(to, `${table}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row);
  const byId = (table: string, column: string) =>
    new Map(rows(table).map((row) => [row.id ?? null, row[column]]));
  const names = byId('pacticipants', 'name');
  const numbers = byId('versions', 'number');
  const branches = byId('branches', 'name');
  const shas = byId('contents', 'sha');
  const places = byId('environments', 'name');
  const second = (time: string | number | null | undefined) => String(time).slice(0, 19);
  const current = (row: Row) => row.superseded === 0;
  const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  return {
    pacticipants: sorted(
      rows('pacticipants').map(({ id, updated_at, created_at, ...row }) => [
        row,
        second(created_at),
      ]),
    ),
    labels: sorted(rows('labels').map((row) => [names.get(row.pacticipant_id ?? null), row.name])),
    // In their order: which version is the newest must not change.
    versions: [...Map.groupBy(rows('versions'), (row) => names.get(row.pacticipant_id ?? null))]
      .map(([owner, list]) => [
        owner,
        list.map((row) => [row.number, row.build_url, second(row.created_at)]),
      ])
      .sort(),
    heads: [...Map.groupBy(rows('branch_versions'), (row) => branches.get(row.branch_id ?? null))]
      .map(([branch, list]) => [
        branch,
        numbers.get(list.at(-1)?.version_id ?? null),
        list.map((row) => numbers.get(row.version_id ?? null)).sort(),
      ])
      .sort(),
    tags: sorted(rows('tags').map((row) => [numbers.get(row.version_id ?? null), row.name])),
    integrations: sorted(
      rows('integrations').map((row) => [
        names.get(row.consumer_id ?? null),
        names.get(row.provider_id ?? null),
      ]),
    ),
    contents: sorted(
      rows('contents').map((row) => [
        row.sha,
        row.body,
        row.interactions_count,
        row.messages_count,
      ]),
    ),
    publications: sorted(
      rows('publications')
        .filter(current)
        .map((row) => [
          numbers.get(row.version_id ?? null),
          names.get(row.provider_id ?? null),
          shas.get(row.content_id ?? null),
          second(row.created_at),
        ]),
    ),
    verifications: rows('verifications')
      .filter(current)
      .map((row) => [
        shas.get(row.content_id ?? null),
        numbers.get(row.provider_version_id ?? null),
        [row.success, row.build_url, row.test_results, row.verified_by, second(row.created_at)],
      ]),
    environments: sorted(
      rows('environments').map(({ id, updated_at, created_at, ...row }) => [
        row,
        second(created_at),
      ]),
    ),
    live: sorted([
      ...rows('deployed_versions')
        .filter((row) => row.undeployed_at === null)
        .map((row) => [
          'deployed',
          numbers.get(row.version_id ?? null),
          places.get(row.environment_id ?? null),
          row.instance,
          second(row.created_at),
        ]),
      ...rows('released_versions').map((row) => [
        'released',
        numbers.get(row.version_id ?? null),
        places.get(row.environment_id ?? null),
        second(row.created_at),
      ]),
    ]),
  };
}

describe('a broker of some years that is moved over', () => {
  it('is the same store afterwards, table by table', async () => {
    const database = join(folder, 'old.sqlite');
    const source = await createBroker({ port: 0, database, compat: true });
    const moved = join(folder, 'new.sqlite');
    try {
      await live(source);
      await importFromBroker({ source: { url: source.url }, database: moved });
    } finally {
      await source.close();
    }
    const [before, after] = [await described(database, 'one'), await described(moved, 'two')];
    expect(
      Object.fromEntries(Object.entries(before).map(([name, list]) => [name, list.length])),
    ).toEqual({
      pacticipants: 3,
      labels: 1,
      versions: 2,
      heads: 3,
      tags: 1,
      integrations: 2,
      contents: 14,
      publications: VERSIONS + 1,
      verifications: 26,
      environments: 2,
      live: 5,
    });
    for (const [name, list] of Object.entries(before)) expect(after[name], name).toEqual(list);
  }, 60_000);
});
