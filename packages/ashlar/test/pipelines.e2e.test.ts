import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBroker } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const repository = join(import.meta.dirname, '../../..');
const page = readFileSync(join(repository, 'docs/pipelines.md'), 'utf8');
const PORT = 3001;

/** The code blocks of one section, in order: the consumer's and the provider's. */
function blocks(section: string): string[] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  return [...text.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

interface GitHub {
  jobs: { build: { steps: { run?: string; uses?: string }[] } };
}
type GitLab = Record<string, { script?: string[] } | unknown>;

/** A pipeline as the scripts that its system would run, one shell after the other. */
type Steps = (code: string) => string[];

const systems: readonly [name: string, steps: Steps, env: (commit: string) => object][] = [
  ['Shell', (code) => [code], () => ({})],
  [
    'GitHub Actions',
    (code) =>
      (parse(code) as GitHub).jobs.build.steps
        .map(({ run }) => run)
        .filter((run) => run !== undefined)
        // Its shell for `run` (GitHub, workflow syntax, jobs.<id>.steps[*].shell).
        .map((run) => `set -e -o pipefail\n${run}`),
    (commit) => ({
      GITHUB_ACTIONS: 'true',
      GITHUB_SHA: commit,
      GITHUB_REF_NAME: 'main',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'shop/shop',
      GITHUB_RUN_ID: '7',
      // What the `env` of the page sets.
      VERSION: commit,
    }),
  ],
  [
    'GitLab CI',
    (code) =>
      Object.values(parse(code) as GitLab)
        .map((job) => (job as { script?: string[] } | null)?.script)
        .filter((script) => Array.isArray(script))
        .map(
          (script) =>
            `set -e -o pipefail\n${script.join('\n')}\nkill $(jobs -p) 2>/dev/null || true`,
        ),
    (commit) => ({
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: commit,
      CI_COMMIT_BRANCH: 'main',
      CI_JOB_URL: 'https://gitlab.example.com/jobs/7',
    }),
  ],
];

const CONSUMER_TEST = `
import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('pacts', { recursive: true });
writeFileSync('pacts/shop-inventory.json', JSON.stringify({
  consumer: { name: 'shop' }, provider: { name: 'inventory' },
  interactions: [{
    description: 'the stock of an article', providerStates: [{ name: 'article 7 is in stock' }],
    request: { method: 'GET', path: '/stock/7' }, response: { status: 200, body: { quantity: 3 } },
  }],
  metadata: { pactSpecification: { version: '3.0.0' } },
}));`;

// Slow to start, as real ones are.
const PROVIDER = `
import { createServer } from 'node:http';
const stock = new Map();
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    if (request.method === 'PUT') stock.set(request.url, body);
    response.writeHead(stock.has(request.url) ? 200 : 404, { 'content-type': 'application/json' });
    response.end(stock.get(request.url) ?? '{}');
  });
});
setTimeout(() => server.listen(${PORT}, '127.0.0.1'), 700);`;

const folders: string[] = [];

/** A working copy with a commit, where `npx ashlar` is the built command. */
function project(files: Record<string, string>, scripts: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-pipeline-'));
  folders.push(folder);
  const bin = join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(join(import.meta.dirname, '../dist/bin.js'), join(bin, 'ashlar'));
  chmodSync(join(import.meta.dirname, '../dist/bin.js'), 0o755);
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', scripts }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  return { folder, commit: git('rev-parse', 'HEAD') };
}

/** There is nothing to install here: `npm ci` does nothing, the rest of npm is npm. */
function fakeInstall(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-npm-'));
  folders.push(folder);
  const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\n[ "$1" = ci ] || exec '${npm}' "$@"\n`);
  chmodSync(join(folder, 'npm'), 0o755);
  return folder;
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

function run(script: string, cwd: string, env: object): Promise<Ran> {
  const child = spawn('bash', ['-c', script], {
    cwd,
    env: { ...process.env, CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((done) => {
    child.once('exit', (code) => {
      // A job's container ends with it, and takes along what still runs.
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {}
      done({ code, output });
    });
  });
}

describe.each(systems)('the recipes for %s', (name, steps, ciEnvironment) => {
  const [consumerCode = '', providerCode = ''] = blocks(name);
  let broker: Awaited<ReturnType<typeof createBroker>>;
  let environment: object;

  beforeAll(async () => {
    const token = 'pipeline-token';
    broker = await createBroker({
      port: 0,
      bearerTokens: [{ token, scopes: ['read', 'write'] }],
    });
    await fetch(`${broker.url}/environments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"name":"production","displayName":"Production","production":true}',
    });
    environment = {
      PATH: `${fakeInstall()}:${process.env.PATH}`,
      PACT_BROKER_BASE_URL: broker.url,
      PACT_BROKER_TOKEN: token,
    };
  });
  afterAll(async () => {
    await broker.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the steps until one fails, as every system does. */
  async function pipeline(code: string, folder: string, commit: string) {
    const summary = join(folder, '.summary.md');
    writeFileSync(summary, '');
    const env = { ...environment, ...ciEnvironment(commit), GITHUB_STEP_SUMMARY: summary };
    let output = '';
    for (const step of steps(code)) {
      const ran = await run(step, folder, env);
      output += ran.output;
      if (ran.code !== 0) return { code: ran.code, output, summary: readFileSync(summary, 'utf8') };
    }
    return { code: 0, output, summary: readFileSync(summary, 'utf8') };
  }

  it('stop the consumer while nobody has verified, then let both go', async () => {
    expect(steps(consumerCode).join('\n')).toContain('ashlar publish');
    const deploy = { deploy: 'node -e "console.log(\'deployed\')"' };
    const shop = project({ 'test.mjs': CONSUMER_TEST }, { test: 'node test.mjs', ...deploy });
    // One attempt: there is no provider's build under way that could change the answer.
    const impatient = consumerCode.replaceAll(/ --retry-while-unknown 12/g, '');
    const early = await pipeline(impatient, shop.folder, shop.commit);
    const said = name === 'GitHub Actions' ? early.summary : early.output;
    expect(early.code, early.output).toBe(1);
    expect(said).toContain('No version of inventory is recorded in production.');
    expect(early.output).not.toContain('deployed\n');

    const states = /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
    const inventory = project(
      { 'server.mjs': PROVIDER, 'states.mjs': states },
      { start: 'exec node server.mjs', ...deploy },
    );
    const verified = await pipeline(providerCode, inventory.folder, inventory.commit);
    expect(verified.code, verified.output).toBe(0);
    expect(verified.output).toContain(`inventory ${inventory.commit} is in production`);
    const junit = readFileSync(join(inventory.folder, 'verification.xml'), 'utf8');
    expect(junit).toContain('tests="1" failures="0"');

    const late = await pipeline(consumerCode, shop.folder, shop.commit);
    expect(late.code, late.output).toBe(0);
    expect(late.output).toContain('deployed\n');
    expect(late.output).toContain(`shop ${shop.commit} is in production`);
    if (name === 'GitHub Actions') expect(late.summary).toContain('### Yes');
  });
});

describe('the webhook of the page', () => {
  it('is created by the command as written', async () => {
    const broker = await createBroker({ port: 0 });
    try {
      await fetch(`${broker.url}/pacticipants`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"name":"inventory"}',
      });
      const { folder } = project({}, {});
      const [command = ''] = blocks("Start the provider's build");
      const ran = await run(command, folder, { PACT_BROKER_BASE_URL: broker.url });
      expect(ran.code, ran.output).toBe(0);
      const uuid = ran.output.trim();
      expect(await (await fetch(`${broker.url}/webhooks/${uuid}`)).json()).toMatchObject({
        provider: { name: 'inventory' },
        events: [{ name: 'contract_requiring_verification_published' }],
        request: {
          headers: { 'content-type': 'application/json' },
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of webhooks
          body: expect.stringContaining('${pactbroker.pactUrl}'),
        },
      });
    } finally {
      await broker.close();
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    }
  });
});
