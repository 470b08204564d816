import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  endAll,
  endProcess,
  keptVersions,
  publication,
  publishOneVersionFromManyProcesses,
  startBroker,
  writeFromManyProcesses,
} from './broker-processes.ts';

const KILLS = 50;

let folder: string;
let database: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-broker-crash-'));
  database = join(folder, 'store.sqlite');
});
afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
});

async function publish(url: string, version: string): Promise<number | undefined> {
  try {
    const response = await fetch(`${url}/contracts/publish`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: publication(version),
    });
    return response.status;
  } catch {
    return undefined;
  }
}

describe('a broker under fire', () => {
  it(`keeps what it acknowledged when it is killed in mid-write ${KILLS} times`, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { child, url } = await startBroker(database);
      let alive = true;
      const writer = async (name: number): Promise<void> => {
        for (let count = 0; alive; count++) {
          const version = `${round}-${name}-${count}`;
          if ((await publish(url, version)) === 200) acknowledged.push(version);
        }
      };
      const writers = [writer(0), writer(1), writer(2)];
      // Later and later within a write, so that every step of it is hit at some time.
      await sleep(60 + ((round * 7) % 90));
      await endProcess(child, 'SIGKILL');
      alive = false;
      await Promise.all(writers);
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    const { child, url } = await startBroker(database);
    const kept = await keptVersions(url);
    await endProcess(child, 'SIGTERM');
    expect(acknowledged.filter((version) => !kept.has(version))).toEqual([]);
  });

  it('takes publications and results from several processes through several brokers', () =>
    writeFromManyProcesses(database));

  it('lets one of 200 different contents for one version win, and tells the others so', () =>
    publishOneVersionFromManyProcesses(database));
});
