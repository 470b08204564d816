import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Broker, createBroker, createEnvironment, liveVersions } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './run-command.ts';

/** A repository with a shop that asks a service for stock; its pipelines are run as CI would. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-ci-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
let broker: Broker;

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

const config = `schemaVersion: 1
pacticipant: shop
services:
  inventory: { source: [services/inventory/src/**] }
contracts: { pacts: [pacts] }
`;

const pact = JSON.stringify({
  consumer: { name: 'shop' },
  provider: { name: 'inventory' },
  interactions: [
    {
      description: 'stock',
      request: { method: 'GET', path: '/stock' },
      response: { status: 200, body: { available: 4 } },
    },
  ],
  metadata: { pactSpecification: { version: '2.0.0' } },
});

const server = `import { createServer } from 'node:http';
createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(process.env.BROKEN ? '{}' : '{"available":4}');
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

beforeAll(async () => {
  broker = await createBroker({ port: 0, database: ':memory:' });
  await createEnvironment({ broker: { url: broker.url }, name: 'production', production: true });
  put('ashlar.yaml', config);
  put('pacts/shop-inventory.json', pact);
  put('services/inventory/src/main.mjs', server);
  put('.gitignore', 'deployed*\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: home,
    });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
});
afterAll(async () => {
  await broker.close();
  rmSync(home, { recursive: true, force: true });
});

const PORT = String(30_000 + (process.pid % 20_000));

/** One stage of a script, as a CI system runs it; npm is not to be had here. */
function stage(
  command: string,
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string }> {
  const child = spawn('sh', ['-c', command], {
    cwd: home,
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ASHLAR: `node ${bin}`,
      PACT_BROKER_BASE_URL: broker.url,
      TEST_COMMAND: 'true',
      START_COMMAND: 'node src/main.mjs',
      PORT,
      BASE_URL: `http://127.0.0.1:${PORT}`,
      RETRIES: '1',
      DEPLOY_COMMAND: 'touch deployed',
      ...env,
    },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

interface Workflow {
  jobs: Record<string, { steps: { run?: string }[] }>;
}

function runsOf(name: string, job: string): string[] {
  const text = readFileSync(join(home, `.github/workflows/${name}.yml`), 'utf8');
  const { steps } = (parse(text) as Workflow).jobs[job] ?? { steps: [] };
  return steps.flatMap(({ run }) => run ?? []).filter((run) => run.startsWith('sh '));
}

const init = (...args: string[]) => runCommand(['ci', 'init', ...args], { cwd: home });

describe('ashlar ci init', { timeout: 180_000 }, () => {
  it('writes scripts and pipelines for everybody', async () => {
    const ran = await init('--provider', 'both', '--json');
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.stdout)).toEqual({
      written: [
        '.github/workflows/inventory.yml',
        '.github/workflows/shop.yml',
        '.gitlab-ci.yml',
        '.gitlab/ashlar/inventory.yml',
        '.gitlab/ashlar/shop.yml',
        'ci/ashlar/inventory.sh',
        'ci/ashlar/shop.sh',
      ],
      unchanged: [],
      left: [],
    });
    for (const name of ['inventory', 'shop']) {
      expect(spawnSync('sh', ['-n', `ci/ashlar/${name}.sh`], { cwd: home }).status).toBe(0);
    }
  });

  it('lets the first consumer wait for its provider, and deploys nothing', async () => {
    const [test, publish, canIDeploy] = runsOf('shop', 'contracts');
    expect((await stage(test ?? '')).code).toBe(0);
    expect((await stage(publish ?? '')).code).toBe(0);
    expect(canIDeploy).toBe('sh ci/ashlar/shop.sh can-i-deploy');
    expect((await stage('sh ci/ashlar/shop.sh all')).code).toBe(1);
    expect(existsSync(join(home, 'deployed'))).toBe(false);
  });

  it('takes provider and consumer through to what is recorded', async () => {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: home, encoding: 'utf8' });
    for (const name of ['inventory', 'shop']) {
      for (const job of ['contracts', 'deploy']) {
        for (const run of runsOf(name, job)) {
          const ran = await stage(run, { DEPLOY_COMMAND: `touch deployed-${name}` });
          expect(ran.code, `${run}: ${ran.out}`).toBe(0);
        }
      }
    }
    expect(existsSync(join(home, 'services/inventory/deployed-inventory'))).toBe(true);
    expect(existsSync(join(home, 'deployed-shop'))).toBe(true);
    const [production] = await liveVersions({ broker: { url: broker.url } });
    expect(production?.versions.map(({ pacticipant, version }) => [pacticipant, version])).toEqual([
      ['inventory', commit.trim()],
      ['shop', commit.trim()],
    ]);
  });

  it('stops a later version of the provider that breaks its consumer', async () => {
    const [, verify] = runsOf('inventory', 'contracts');
    expect(verify).toBe('sh ci/ashlar/inventory.sh verify');
    const ran = await stage(verify ?? '', { BROKEN: '1', VERSION: 'next' });
    expect(ran.code, ran.out).toBe(1);
    const asked = await stage('sh ci/ashlar/inventory.sh can-i-deploy', { VERSION: 'next' });
    expect(asked.code, asked.out).toBe(1);
  });

  it('says what it was not told', async () => {
    const ran = await stage('sh ci/ashlar/shop.sh deploy', { DEPLOY_COMMAND: '' });
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('set DEPLOY_COMMAND') });
    const wrong = await stage('sh ci/ashlar/inventory.sh verify', { START_COMMAND: 'false' });
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('START_COMMAND ended') });
    expect(await stage('sh ci/ashlar/shop.sh nothing')).toMatchObject({
      code: 2,
      out: expect.stringContaining('test|publish|can-i-deploy|deploy|record|all'),
    });
  });

  it('writes over nothing without being told, and then over all of it', async () => {
    expect((await init()).stdout).toContain('ci/ashlar/shop.sh says this already');
    put('ci/ashlar/shop.sh', '#!/bin/sh\n# mine\n');
    rmSync(join(home, 'ci/ashlar/inventory.sh'));
    const refused = await init();
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('CLI_FILE_EXISTS') });
    expect(refused.stderr).toContain('ci/ashlar/shop.sh');
    expect(existsSync(join(home, 'ci/ashlar/inventory.sh'))).toBe(false);
    expect((await init('--force')).code).toBe(0);
    expect(readFileSync(join(home, 'ci/ashlar/shop.sh'), 'utf8')).not.toContain('# mine');
    put('.gitlab-ci.yml', 'stages: [lint]\n');
    const gitlab = await init('--provider', 'gitlab', '--force');
    expect(gitlab.stdout).toContain('.gitlab-ci.yml is yours: add to it');
    expect(readFileSync(join(home, '.gitlab-ci.yml'), 'utf8')).toBe('stages: [lint]\n');
  });

  it.each([
    ['an unknown service', ['--service', 'nope'], 'no service is called nope'],
    ['a folder without services', [tmpdir()], 'declares nobody'],
  ])('refuses %s', async (_, args, message) => {
    expect(await init(...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });
});

describe('ashlar deploy-order', { timeout: 60_000 }, () => {
  const api = (member: string) =>
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'inventory', version: '1' },
      paths: {
        '/stock': {
          get: {
            responses: {
              200: {
                description: 'ok',
                content: {
                  'application/json': {
                    schema: {
                      type: 'object',
                      required: [member],
                      properties: { [member]: { type: 'integer' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    });
  const order = (...args: string[]) => runCommand(['deploy-order', ...args], { cwd: home });

  it('lets the consumer go first on a removal', async () => {
    put('old.json', api('available'));
    put('new.json', api('free'));
    const ran = await order('old.json', 'new.json', '--provider', 'inventory', '--pact', 'pacts');
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/^1\. migrate shop: .*\n2\. contract inventory: /m);
  });

  it('refuses pacts of nobody who is meant', async () => {
    const ran = await order('old.json', 'new.json', '--provider', 'inventry', '--pact', 'pacts');
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('are with inventory') });
  });
});
