import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportStore } from '../../src/broker/archive/export.ts';
import { importStore } from '../../src/broker/archive/import.ts';
import { TABLES } from '../../src/broker/archive/tables.ts';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { cleanStore } from '../../src/broker/retention/clean.ts';
import { parseKeepSelectors } from '../../src/broker/retention/selector.ts';
import { fillBroker } from './fill-broker.ts';

let folder: string;
let database: string;
let open: Broker | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broker-archive-'));
  database = join(folder, 'store.sqlite');
});

afterEach(async () => {
  await open?.close();
  open = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function filled(clock?: () => Date): Promise<void> {
  const broker = await createBroker({
    port: 0,
    database,
    ...(clock === undefined ? {} : { clock }),
  });
  await fillBroker(broker.url);
  await broker.close();
}

async function versions(name: string): Promise<string[]> {
  const broker = await createBroker({ port: 0, database });
  const response = await fetch(`${broker.url}/pacticipants/${name}/versions`);
  const body = (await response.json()) as { _embedded: { versions: { number: string }[] } };
  await broker.close();
  return body._embedded.versions.map(({ number }) => number).sort();
}

describe('export and import', () => {
  it('know every table and column of the schema', async () => {
    await (await createBroker({ port: 0, database })).close();
    const db = new DatabaseSync(database);
    const names = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all()
      .map(({ name }) => String(name))
      .filter((name) => name !== 'ashlar_broker_schema' && name !== 'counters');
    expect(Object.keys(TABLES).sort()).toEqual(names.sort());
    for (const [table, columns] of Object.entries(TABLES)) {
      const found = db.prepare(`PRAGMA table_info(${table})`).all();
      expect(columns, table).toEqual(found.map(({ name }) => name));
    }
    db.close();
  });

  it('carry everything over: exporting the copy gives the same files', async () => {
    await filled();
    const counts = await exportStore({ database, to: join(folder, 'one') });
    expect(counts).toMatchObject({ pacticipants: 2, versions: 5, verifications: 1, webhooks: 1 });
    const copy = join(folder, 'copy.sqlite');
    expect(await importStore({ database: copy, from: join(folder, 'one') })).toEqual(counts);
    await exportStore({ database: copy, to: join(folder, 'two') });
    const files = readdirSync(join(folder, 'one'));
    expect(files).toHaveLength(Object.keys(TABLES).length + 2);
    for (const file of files) {
      const [one, two] = ['one', 'two'].map((name) =>
        readFileSync(join(folder, name, file), 'utf8'),
      );
      expect(two, file).toBe(one);
    }
  });

  it('refuse a store that holds something, a folder that exists, and an archive that is cut', async () => {
    await filled();
    const archive = join(folder, 'one');
    await exportStore({ database, to: archive });
    await expect(importStore({ database, from: archive })).rejects.toMatchObject({
      code: 'CONTRACTS_BROKER_STORE_NOT_EMPTY',
    });
    await expect(exportStore({ database, to: archive })).rejects.toMatchObject({
      code: 'CONTRACTS_BROKER_ARCHIVE_UNUSABLE',
    });
    const cut = readFileSync(join(archive, 'versions.jsonl'), 'utf8').split('\n').slice(0, 2);
    writeFileSync(join(archive, 'versions.jsonl'), cut.join('\n'));
    const copy = join(folder, 'copy.sqlite');
    await expect(importStore({ database: copy, from: archive })).rejects.toMatchObject({
      code: 'CONTRACTS_BROKER_ARCHIVE_UNUSABLE',
    });
    database = copy;
    open = await createBroker({ port: 0, database });
    const { _embedded } = (await (await fetch(`${open.url}/pacticipants`)).json()) as {
      _embedded: { pacticipants: unknown[] };
    };
    expect(_embedded.pacticipants).toEqual([]);
    expect(existsSync(join(folder, '.one.tmp'))).toBe(false);
  });
});

describe('cleaning', () => {
  const keep = (text: string) => ({ database, keep: parseKeepSelectors(text) });

  it('keeps what is live, whatever the selectors say', async () => {
    await filled();
    const { deleted } = await cleanStore(keep('[{"pacticipant": "Nobody"}]'));
    expect(deleted.map(({ pacticipant, version }) => `${pacticipant} ${version}`)).toEqual([
      'Web 2',
      'Web 3',
      'Web 4',
    ]);
    expect(await versions('Web')).toEqual(['1']);
    expect(await versions('Api')).toEqual(['10']);
  });

  it.each([
    ['{"latest": true}', ['1', '4']],
    ['{"latest": true, "branch": true}', ['1', '3', '4']],
    ['{"latest": true, "main_branch": true}', ['1', '3']],
    ['{"branch": "main"}', ['1', '2', '3']],
    ['{"tag": "qa"}', ['1', '2']],
    ['{"max_age": 1}', ['1', '2', '3', '4']],
  ])('keeps by %s', async (selector, expected) => {
    await filled();
    await cleanStore(keep(selector));
    expect(await versions('Web')).toEqual(expected);
  });

  it('drops by age, unless something else keeps it', async () => {
    await filled(() => new Date('2026-01-01T00:00:00Z'));
    const clock = () => new Date('2027-01-01T00:00:00Z');
    await cleanStore({ database, clock });
    expect(await versions('Web')).toEqual(['1', '2', '3', '4'].filter((v) => v !== 'none'));
    await cleanStore({ ...keep('{"maxAge": 30}'), clock });
    expect(await versions('Web')).toEqual(['1']);
  });

  it('changes nothing on a dry run', async () => {
    await filled();
    const result = await cleanStore({ ...keep('{"latest": true}'), dryRun: true });
    expect(result.deleted).toHaveLength(2);
    expect(result.kept).toBe(3);
    expect(await versions('Web')).toEqual(['1', '2', '3', '4']);
  });

  it('drops content that no version publishes any more', async () => {
    await filled();
    await cleanStore(keep('{"pacticipant": "Nobody"}'));
    const db = new DatabaseSync(database);
    expect(db.prepare('SELECT COUNT(*) AS n FROM contents').get()).toEqual({ n: 1 });
    db.close();
  });

  it.each([
    '',
    '[]',
    '{}',
    '[1]',
    '{"branch": 1}',
    '{"latest": false}',
    '{"oops": true}',
    '{"branch": "a", "tag": "b"}',
  ])('does not guess what %j means', (text) => {
    expect(() => parseKeepSelectors(text)).toThrowError(
      expect.objectContaining({ code: 'CONTRACTS_OPTION_INVALID' }),
    );
  });
});
