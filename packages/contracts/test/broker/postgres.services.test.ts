import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportStore } from '../../src/broker/archive/export.ts';
import { importStore } from '../../src/broker/archive/import.ts';
import { createBroker } from '../../src/broker/create.ts';
import { cleanStore } from '../../src/broker/retention/clean.ts';
import {
  deviations,
  expectedDeviations,
  type RecordingName,
  receiver,
  STEPS,
} from './deviations.ts';
import { fillBroker } from './fill-broker.ts';
import { OFFICIAL_PACT, verifyOfficialPact } from './official-pact.ts';
import { recordingsPresent } from './replay.ts';

const SERVER = process.env.ASHLAR_TEST_POSTGRES_URL ?? '';

/** Every test has a schema of its own, dropped afterwards. */
const schema = `ashlar_broker_${process.pid}`;

function storeUrl(name: string = schema): string {
  const url = new URL(SERVER);
  url.searchParams.set('options', `-csearch_path=${name}`);
  return url.href;
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client(SERVER);
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe.skipIf(SERVER === '')(
  'a store in PostgreSQL (skipped without ASHLAR_TEST_POSTGRES_URL)',
  () => {
    beforeAll(() => new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done)));
    afterAll(() => new Promise((done) => receiver.close(done)));
    beforeEach(() => administer(`CREATE SCHEMA ${schema}`));
    afterEach(() => administer(`DROP SCHEMA ${schema} CASCADE`));

    for (const name of Object.keys(STEPS) as RecordingName[]) {
      it.skipIf(!recordingsPresent)(`answers ${name} as a store in SQLite does`, async () => {
        const found = await deviations(name, { compat: true, database: storeUrl() });
        expect(found.sort()).toEqual(expectedDeviations(name, true).sort());
      });
    }

    it('takes over an export from SQLite, goes on from there, and exports the same again', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'broker-postgres-'));
      try {
        const file = join(folder, 'store.sqlite');
        const sqlite = await createBroker({ port: 0, database: file });
        await fillBroker(sqlite.url);
        await sqlite.close();
        const counts = await exportStore({ database: file, to: join(folder, 'one') });
        expect(await importStore({ database: storeUrl(), from: join(folder, 'one') })).toEqual(
          counts,
        );
        await exportStore({ database: storeUrl(), to: join(folder, 'two') });
        for (const name of readdirSync(join(folder, 'one'))) {
          const [one, two] = ['one', 'two'].map((at) =>
            readFileSync(join(folder, at, name), 'utf8'),
          );
          expect(two, name).toBe(one);
        }
        const broker = await createBroker({ port: 0, database: storeUrl() });
        const put = await fetch(`${broker.url}/pacticipants/Web/branches/main/versions/next`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
        });
        await broker.close();
        expect(put.status).toBe(201);
        const { deleted } = await cleanStore({
          database: storeUrl(),
          keep: [{ latest: true, branch: true }],
        });
        expect(deleted.map(({ version }) => version)).toEqual(['2', '3']);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it.skipIf(!existsSync(OFFICIAL_PACT))(
      'has the official client’s own pact verified in all 67 interactions',
      async () => {
        const schemas: string[] = [];
        try {
          await verifyOfficialPact(async () => {
            const name = `${schema}_${schemas.length}`;
            schemas.push(name);
            await administer(`CREATE SCHEMA ${name}`);
            return storeUrl(name);
          });
        } finally {
          for (const name of schemas) await administer(`DROP SCHEMA ${name} CASCADE`);
        }
      },
      180_000,
    );

    it('lets several brokers start at once and write at once', async () => {
      const database = storeUrl();
      const brokers = await Promise.all(
        Array.from({ length: 3 }, () => createBroker({ port: 0, database })),
      );
      try {
        const statuses = await Promise.all(
          Array.from({ length: 60 }, async (_, index) => {
            const url = `${brokers[index % 3]?.url}/pacticipants/Web/versions/v${index}`;
            const response = await fetch(url, {
              method: 'PUT',
              headers: { 'content-type': 'application/json' },
              body: '{}',
            });
            await response.arrayBuffer();
            return response.status;
          }),
        );
        expect(new Set(statuses)).toEqual(new Set([201]));
        const versions = await fetch(`${brokers[0]?.url}/pacticipants/Web/versions?pageSize=100`);
        const { _embedded } = (await versions.json()) as { _embedded: { versions: unknown[] } };
        expect(_embedded.versions).toHaveLength(60);
      } finally {
        for (const broker of brokers) await broker.close();
      }
    });

    it('keeps its contents over a restart', async () => {
      const database = storeUrl();
      const first = await createBroker({ port: 0, database });
      const path = '/pacticipants/Web';
      await fetch(`${first.url}/pacticipants`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"name":"Web"}',
      });
      await first.close();
      const second = await createBroker({ port: 0, database });
      try {
        expect((await fetch(second.url + path)).status).toBe(200);
      } finally {
        await second.close();
      }
    });
  },
);
