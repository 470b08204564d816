/**
 * How fast the broker answers on a store of a given size.
 *
 *   npm run build && node packages/contracts/bench/broker.ts [scale …]
 *
 * Filling takes longer than asking; to have only the second on a quiet machine:
 *
 *   node packages/contracts/bench/broker.ts fill FILE SCALE
 *   node packages/contracts/bench/broker.ts ask FILE SCALE
 *
 * What is measured is the built command, as users run it, started for the second time.
 *
 * Scale 1: 300 applications, 1,200 integrations, 60,000 versions, 200,000 results.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createBroker } from '../src/broker/create.ts';

const APPLICATIONS = 300;
const PROVIDERS_EACH = 4;
const VERSIONS_EACH = 200;
const CONTENTS_EACH = 10;
const INTEGRATIONS = APPLICATIONS * PROVIDERS_EACH;
const RESULTS = 200_000;
const ROUNDS = 200;
const json = { 'content-type': 'application/json' };

const number = (application: number, version: number): string => `${application}.0.${version}`;

function pactText(consumer: string, provider: string, mark: string): string {
  const interactions = Array.from({ length: 10 }, (_, index) => ({
    description: `request ${index} of ${mark}`,
    request: { method: 'GET', path: `/things/${index}` },
    response: { status: 200, body: { id: index, name: 'a thing', tags: ['a', 'b', mark] } },
  }));
  return JSON.stringify({
    consumer: { name: consumer },
    provider: { name: provider },
    interactions,
  });
}

async function fill(file: string, scale: number): Promise<void> {
  await (await createBroker({ port: 0, database: file })).close();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF');
  db.exec('BEGIN');
  const at = '2026-01-01T00:00:00.000000Z';
  const versionsEach = VERSIONS_EACH * scale;
  const versionId = (application: number, version: number): number =>
    version * APPLICATIONS + application + 1;
  const application = db.prepare(
    'INSERT INTO pacticipants (id, name, main_branch, created_at) VALUES (?, ?, ?, ?)',
  );
  const branch = db.prepare(
    'INSERT INTO branches (id, pacticipant_id, name, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
  );
  db.prepare(
    `INSERT INTO environments (id, uuid, name, display_name, production, created_at)
      VALUES (1, '00000000-0000-0000-0000-000000000001', 'production', 'Production', 1, ?)`,
  ).run(at);
  for (let a = 0; a < APPLICATIONS; a++) {
    application.run(a + 1, `app-${a}`, 'main', at);
    branch.run(a * 2 + 1, a + 1, 'main', at, at);
    branch.run(a * 2 + 2, a + 1, 'feature', at, at);
  }
  const version = db.prepare(
    'INSERT INTO versions (id, pacticipant_id, number, created_at) VALUES (?, ?, ?, ?)',
  );
  const member = db.prepare(
    'INSERT INTO branch_versions (branch_id, version_id, created_at) VALUES (?, ?, ?)',
  );
  for (let v = 0; v < versionsEach; v++) {
    for (let a = 0; a < APPLICATIONS; a++) {
      version.run(versionId(a, v), a + 1, number(a, v), at);
      member.run(a * 2 + (v % 4 === 3 ? 2 : 1), versionId(a, v), at);
    }
  }
  const integration = db.prepare(
    'INSERT INTO integrations (consumer_id, provider_id, created_at) VALUES (?, ?, ?)',
  );
  const content = db.prepare(
    `INSERT INTO contents (id, consumer_id, provider_id, sha, body, interactions_count,
      messages_count, created_at) VALUES (?, ?, ?, ?, ?, 10, 0, ?)`,
  );
  const publication = db.prepare(
    `INSERT INTO publications (consumer_id, provider_id, version_id, content_id, revision, created_at)
      VALUES (?, ?, ?, ?, 1, ?)`,
  );
  const result = db.prepare(
    `INSERT INTO verifications (number, content_id, consumer_id, provider_id, provider_version_id,
      success, wip, verified_by, created_at) VALUES (?, ?, ?, ?, ?, 1, 0, '{}', ?)`,
  );
  const contentsEach = CONTENTS_EACH * scale;
  const perContent = Math.ceil((RESULTS * scale) / (APPLICATIONS * PROVIDERS_EACH * contentsEach));
  let contentId = 0;
  let resultNumber = 1_000;
  for (let a = 0; a < APPLICATIONS; a++) {
    for (let p = 1; p <= PROVIDERS_EACH; p++) {
      const provider = (a + p) % APPLICATIONS;
      integration.run(a + 1, provider + 1, at);
      const step = versionsEach / contentsEach;
      for (let c = 0; c < contentsEach; c++) {
        const mark = `${a}-${p}-${c}`;
        const sha = mark.padStart(40, '0');
        content.run(
          ++contentId,
          a + 1,
          provider + 1,
          sha,
          pactText(`app-${a}`, `app-${provider}`, mark),
          at,
        );
        for (let v = c * step; v < (c + 1) * step; v++) {
          publication.run(a + 1, provider + 1, versionId(a, v), contentId, at);
        }
        const newest = Math.min(versionsEach, (c + 1) * step);
        for (let r = 0; r < perContent; r++) {
          const by = versionId(provider, Math.max(0, newest - 1 - r));
          result.run(resultNumber++, contentId, a + 1, provider + 1, by, at);
        }
      }
    }
  }
  const deployed = db.prepare(
    `INSERT INTO deployed_versions (uuid, pacticipant_id, version_id, environment_id, created_at)
      VALUES (?, ?, ?, 1, ?)`,
  );
  for (let a = 0; a < APPLICATIONS; a++) {
    deployed.run(`00000000-0000-0000-0000-${a}`, a + 1, versionId(a, versionsEach - 1), at);
  }
  db.exec('COMMIT');
  db.exec('ANALYZE');
  db.close();
}

const COMMAND = join(import.meta.dirname, '../../ashlar/dist/bin.js');

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly startedMs: number;
}

function serve(file: string): Promise<Running> {
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    [COMMAND, 'broker', '--port', '0', '--database', file, '--no-similar-names'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the broker ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      const { listening } = JSON.parse(String(line)) as { listening: string };
      resolve({ child, url: listening, startedMs: Math.round(performance.now() - begin) });
    });
  });
}

async function stop({ child }: Running): Promise<void> {
  child.kill();
  await once(child, 'exit');
}

type Ask = (round: number) => Promise<Response>;

async function measure(ask: Ask, rounds = ROUNDS): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  for (let round = 0; round < rounds + 10; round++) {
    const begin = performance.now();
    const response = await ask(round);
    await response.arrayBuffer();
    const time = performance.now() - begin;
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    if (round >= 10) times.push(time);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Number((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1));
  return { p50: at(0.5), p99: at(0.99) };
}

async function bench(scale: number): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'broker-bench-'));
  const file = join(folder, 'store.sqlite');
  try {
    const filled = spawnSync(
      process.execPath,
      [import.meta.filename, 'fill', file, String(scale)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    if (filled.status !== 0) throw new Error('the store could not be filled');
    return await askAll(file, scale);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function askAll(file: string, scale: number): Promise<Record<string, unknown>> {
  await stop(await serve(file));
  const running = await serve(file);
  const { child, url, startedMs } = running;
  try {
    const last = VERSIONS_EACH * scale - 1;
    const app = (round: number) => (round * 7) % APPLICATIONS;
    const answers = {
      canIDeploy: await measure((round) => {
        const query = `pacticipant=app-${app(round)}&version=${number(app(round), last)}&environment=production`;
        return fetch(`${url}/can-i-deploy?${query}`);
      }),
      forVerification: await measure((round) =>
        fetch(`${url}/pacts/provider/app-${app(round)}/for-verification`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({
            providerVersionBranch: 'main',
            includePendingStatus: true,
            includeWipPactsSince: '2020-01-01',
            consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }],
          }),
        }),
      ),
      publish: await measure((round) => {
        const consumer = `app-${app(round)}`;
        const provider = `app-${(app(round) + 1) % APPLICATIONS}`;
        const content = Buffer.from(pactText(consumer, provider, `new ${round}`)).toString(
          'base64',
        );
        return fetch(`${url}/contracts/publish`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({
            pacticipantName: consumer,
            pacticipantVersionNumber: `new-${round}`,
            branch: 'main',
            contracts: [
              {
                consumerName: consumer,
                providerName: provider,
                specification: 'pact',
                contentType: 'application/json',
                content,
              },
            ],
          }),
        });
      }),
      dashboard: await measure(() => fetch(`${url}/dashboard?size=${2 * INTEGRATIONS}`), 20),
      pageOfPacts: await measure(() => fetch(url, { headers: { accept: 'text/html' } }), 20),
    };
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const rss = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    return { scale, startedMs, peakRssMb: rss, ...answers };
  } finally {
    await stop(running);
  }
}

const show = (answers: object): void => {
  process.stdout.write(`${JSON.stringify(answers, null, 1)}\n`);
};

const [mode, file = '', scale = '1'] = process.argv.slice(2);
if (mode === 'fill') await fill(file, Number(scale));
else if (mode === 'ask') show(await askAll(file, Number(scale)));
else {
  const scales = process.argv.slice(2).map(Number);
  for (const one of scales.length === 0 ? [1] : scales) show(await bench(one));
}
