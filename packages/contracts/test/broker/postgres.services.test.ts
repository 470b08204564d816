import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../src/broker/create.ts';
import {
  deviations,
  expectedDeviations,
  type RecordingName,
  receiver,
  STEPS,
} from './deviations.ts';
import { recordingsPresent } from './replay.ts';

const SERVER = process.env.ASHLAR_TEST_POSTGRES_URL ?? '';

/** Every test has a schema of its own, dropped afterwards. */
const schema = `ashlar_broker_${process.pid}`;

function storeUrl(): string {
  const url = new URL(SERVER);
  url.searchParams.set('options', `-csearch_path=${schema}`);
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
