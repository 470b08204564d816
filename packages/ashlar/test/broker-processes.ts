import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';

const BROKERS = 3;
const CLIENTS = 4;
const WRITES_EACH = 50;
const bin = join(import.meta.dirname, '../dist/bin.js');
const running = new Set<ChildProcess>();

export interface RunningBroker {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts the built command on a store, in a process of its own. */
export function startBroker(database: string): Promise<RunningBroker> {
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

export function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((done) => {
    child.once('close', () => {
      running.delete(child);
      done();
    });
    child.kill(signal);
  });
}

/** Ends what is still running, brokers and clients, before its store goes. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((child) => endProcess(child, 'SIGKILL')));
}

/** Body of a publication of one contract of its own. */
export function publication(version: string, path = `/${version}`): string {
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

export async function keptVersions(url: string): Promise<Set<string>> {
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

/** Several processes publish and verify 200 versions through several brokers on one store. */
export async function writeFromManyProcesses(database: string): Promise<void> {
  const brokers = await Promise.all(Array.from({ length: BROKERS }, () => startBroker(database)));
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
  const counts = Object.entries(counted).map(([status, list]) => [status, list?.length]);
  expect(counts).toEqual([
    ['200', CLIENTS * WRITES_EACH],
    ['201', CLIENTS * WRITES_EACH],
  ]);
  const kept = await keptVersions(urls[0] ?? '');
  expect(versions.flat().filter((version) => !kept.has(version))).toEqual([]);
  const metrics = (await (await fetch(`${urls[1]}/metrics`)).json()) as {
    verificationResults: { count: number };
  };
  expect(metrics.verificationResults.count).toBe(CLIENTS * WRITES_EACH);
}

/** Several processes publish 200 different contents for one version through several brokers. */
export async function publishOneVersionFromManyProcesses(database: string): Promise<void> {
  const brokers = await Promise.all(Array.from({ length: BROKERS }, () => startBroker(database)));
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
  const counts = Object.entries(counted).map(([status, list]) => [status, list?.length]);
  expect(counts).toEqual([
    ['200', 1],
    ['409', CLIENTS * WRITES_EACH - 1],
  ]);
}
