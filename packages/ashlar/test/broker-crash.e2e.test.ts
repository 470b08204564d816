import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const KILLS = 50;
const BROKERS = 3;
const CLIENTS = 4;
const WRITES_EACH = 50;
const bin = join(import.meta.dirname, '../dist/bin.js');

let folder: string;
let database: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-broker-crash-'));
  database = join(folder, 'store.sqlite');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [bin, 'broker', '--port', '0', '--database', database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the broker did not start: ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      const { listening } = JSON.parse(String(line)) as { listening: string };
      resolve({ child, url: listening });
    });
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((done) => {
    child.once('close', () => {
      running.delete(child);
      done();
    });
    child.kill(signal);
  });
}

/** Body of a publication of one contract of its own. */
function publication(version: string, path = `/${version}`): string {
  const pact = {
    consumer: { name: 'Web' },
    provider: { name: 'Api' },
    interactions: [{ description: path, request: { method: 'GET', path } }],
  };
  return JSON.stringify({
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
  });
}

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

async function keptVersions(url: string): Promise<Set<string>> {
  const response = await fetch(`${url}/pacts/provider/Api/consumer/Web/versions`);
  const { _links } = (await response.json()) as { _links: Record<string, { href: string }[]> };
  const links = _links['pact-versions'] ?? _links['pb:pact-versions'] ?? [];
  return new Set(links.map(({ href }) => href.split('/').at(-1) ?? ''));
}

/**
 * A process that publishes and verifies, and prints the statuses it got. `same` makes all of them
 * write different contents to one version.
 */
const CLIENT = `
const { urls, bodies, verify } = JSON.parse(process.env.WORK);
const headers = { 'content-type': 'application/json' };
const one = async (body, index) => {
  const url = urls[index % urls.length];
  const response = await fetch(url + '/contracts/publish', { method: 'POST', headers, body });
  const statuses = [response.status];
  const published = await response.json();
  const href = published._links?.['pb:contracts']?.[0]?.href;
  if (verify && href) {
    const pact = await (await fetch(href)).json();
    const result = await fetch(pact._links['pb:publish-verification-results'].href, {
      method: 'POST', headers,
      body: JSON.stringify({ success: true, providerApplicationVersion: String(index % 10) }),
    });
    await result.arrayBuffer();
    statuses.push(result.status);
  }
  return statuses;
};
const all = await Promise.all(bodies.map(one));
process.stdout.write(JSON.stringify(all.flat()));`;

function client(work: { urls: string[]; bodies: string[]; verify: boolean }): Promise<number[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLIENT], {
    env: { ...process.env, WORK: JSON.stringify(work) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      running.delete(child);
      resolve(JSON.parse(text) as number[]);
    });
  });
}

describe('a broker under fire', () => {
  it(`keeps what it acknowledged when it is killed in mid-write ${KILLS} times`, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { child, url } = await start();
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
      await kill(child, 'SIGKILL');
      alive = false;
      await Promise.all(writers);
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    const { child, url } = await start();
    const kept = await keptVersions(url);
    await kill(child, 'SIGTERM');
    expect(acknowledged.filter((version) => !kept.has(version))).toEqual([]);
  });

  it('takes publications and results from several processes through several brokers', async () => {
    const brokers = await Promise.all(Array.from({ length: BROKERS }, start));
    const urls = brokers.map(({ url }) => url);
    const versions = Array.from({ length: CLIENTS }, (_, name) =>
      Array.from({ length: WRITES_EACH }, (_unused, count) => `${name}-${count}`),
    );
    const statuses = await Promise.all(
      versions.map((own) =>
        client({ urls, bodies: own.map((version) => publication(version)), verify: true }),
      ),
    );
    const counted = Object.groupBy(statuses.flat(), String);
    expect(counted['200']).toHaveLength(CLIENTS * WRITES_EACH);
    expect(counted['201']).toHaveLength(CLIENTS * WRITES_EACH);
    const kept = await keptVersions(urls[0] ?? '');
    expect(versions.flat().filter((version) => !kept.has(version))).toEqual([]);
    const metrics = (await (await fetch(`${urls[1]}/metrics`)).json()) as {
      verificationResults: { count: number };
    };
    expect(metrics.verificationResults.count).toBe(CLIENTS * WRITES_EACH);
  });

  it('lets one of 200 different contents for one version win, and tells the others so', async () => {
    const brokers = await Promise.all(Array.from({ length: BROKERS }, start));
    const urls = brokers.map(({ url }) => url);
    const statuses = await Promise.all(
      Array.from({ length: CLIENTS }, (_, name) =>
        client({
          urls,
          bodies: Array.from({ length: WRITES_EACH }, (_unused, count) =>
            publication('1', `/${name}/${count}`),
          ),
          verify: false,
        }),
      ),
    );
    const counted = Object.groupBy(statuses.flat(), String);
    expect(counted['200']).toHaveLength(1);
    expect(counted['409']).toHaveLength(CLIENTS * WRITES_EACH - 1);
  });
});
