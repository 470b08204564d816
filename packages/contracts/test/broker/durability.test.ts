import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../src/broker/create.ts';

const KILLS = 5;
const folder = mkdtempSync(join(tmpdir(), 'broker-killed-'));

function start(database: string): Promise<{ child: ChildProcess; url: string }> {
  const source = new URL('../../src/broker/create.ts', import.meta.url).href;
  const program = `
    const { createBroker } = await import(${JSON.stringify(source)});
    const broker = await createBroker({ port: 0, database: ${JSON.stringify(database)} });
    process.stdout.write(broker.url + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const { promise, resolve, reject } = Promise.withResolvers<{
    child: ChildProcess;
    url: string;
  }>();
  child.stdout.once('data', (line) => resolve({ child, url: String(line).trim() }));
  child.once('exit', () => reject(new Error('the broker did not start')));
  return promise;
}

describe('a broker that is killed while it writes', () => {
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it(`keeps everything it acknowledged, ${KILLS} times over`, async () => {
    const database = join(folder, 'store.sqlite');
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { child, url } = await start(database);
      let running = true;
      const write = async (writer: number): Promise<void> => {
        for (let count = 0; running; count++) {
          const version = `${round}-${writer}-${count}`;
          const path = `/pacticipants/Web/branches/main/versions/${version}`;
          const options = { method: 'PUT', headers: { 'content-type': 'application/json' } };
          const response = await fetch(url + path, options).catch(() => undefined);
          if (response?.status === 201) acknowledged.push(version);
        }
      };
      const writers = [write(0), write(1), write(2)];
      await sleep(150 + round * 40);
      child.kill('SIGKILL');
      running = false;
      await Promise.all(writers);
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    const broker = await createBroker({ port: 0, database });
    const response = await fetch(`${broker.url}/pacticipants/Web/versions`);
    const { _embedded } = (await response.json()) as {
      _embedded: { versions: { number: string }[] };
    };
    await broker.close();
    const kept = new Set(_embedded.versions.map(({ number }) => number));
    expect(acknowledged.filter((version) => !kept.has(version))).toEqual([]);
  }, 60_000);
});
