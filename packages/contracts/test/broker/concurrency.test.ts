import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

const PARALLEL = 200;

describe('many writers at once', () => {
  let folder: string;
  let brokers: Broker[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-parallel-'));
    const database = join(folder, 'store.sqlite');
    // Two brokers on one file, as two processes would be.
    brokers = [
      await createBroker({ port: 0, database }),
      await createBroker({ port: 0, database }),
    ];
  });

  afterEach(async () => {
    for (const broker of brokers) await broker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function publish(index: number, version: string, path: string): Promise<number> {
    const pact = {
      consumer: { name: 'Web' },
      provider: { name: 'Api' },
      interactions: [{ description: path, request: { method: 'GET', path } }],
    };
    const response = await fetch(`${brokers[index % 2]?.url}/contracts/publish`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        pacticipantName: 'Web',
        pacticipantVersionNumber: version,
        branch: 'main',
        contracts: [
          {
            consumerName: 'Web',
            providerName: 'Api',
            specification: 'pact',
            contentType: 'application/json',
            content: Buffer.from(JSON.stringify(pact)).toString('base64'),
          },
        ],
      }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  const indexes = Array.from({ length: PARALLEL }, (_, index) => index);

  it('all succeed with versions of their own, and none is lost', async () => {
    const statuses = await Promise.all(
      indexes.map((index) => publish(index, `v${index}`, '/same')),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    const response = await fetch(`${brokers[0]?.url}/pacticipants/Web/versions`);
    const { _embedded } = (await response.json()) as { _embedded: { versions: unknown[] } };
    expect(_embedded.versions).toHaveLength(PARALLEL);
  }, 60_000);

  it('with different contents for one version leave exactly one winner and clean conflicts', async () => {
    const statuses = await Promise.all(indexes.map((index) => publish(index, '1', `/${index}`)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(PARALLEL - 1);
  }, 60_000);
});
