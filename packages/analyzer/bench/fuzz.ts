/**
 * `node --conditions=@ashlar/source bench/fuzz.ts --minutes 15 [--seed 1000000] [FOLDER…]`: mutated
 * trees until the time is up, in a process of its own that may die or hang. Files of FOLDERs are
 * mutated too. What fails is kept under fuzz-failures/ and the exit code is 1.
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listFiles } from '../src/discover/list-files.ts';
import { seededRandom } from '../src/graph/random.ts';
import { fuzzCase, runFuzzCase } from '../test/fuzz/fuzz-case.ts';
import { below } from '../test/fuzz/mutations.ts';
import { SEEDS } from '../test/fuzz/seeds.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1000000' },
    worker: { type: 'boolean', default: false },
  },
});

const READ_KINDS = /(?:\.(?:[cm]?[jt]sx?|prisma|sql|graphql)|\/(?:tsconfig|package)\.json)$/;
const FILES_OF_A_FOLDER = 150;
const MAX_SEED_LENGTH = 40_000;
const HANG_MS = 60_000;

/** The built-in seeds and a fixed sample of real files. */
function seedsFrom(folders: string[]): Record<string, string> {
  const seeds = { ...SEEDS };
  for (const folder of folders) {
    const { sources, others } = listFiles(folder);
    const paths = [...sources, ...others].filter((path) => READ_KINDS.test(`/${path}`));
    const random = seededRandom(7);
    for (let n = 0; n < FILES_OF_A_FOLDER && paths.length > 0; n++) {
      const path = paths[below(random, paths.length)] ?? '';
      const text = readFileSync(join(folder, path), 'utf8');
      if (text.length < MAX_SEED_LENGTH) seeds[`${basename(folder)}/${path}`] = text;
    }
  }
  return seeds;
}

interface Report {
  seed: number;
  error?: string;
}

async function work(): Promise<void> {
  const seeds = seedsFrom(positionals);
  const folder = join(mkdtempSync(join(tmpdir(), 'ashlar-fuzz-')), 'case');
  process.once('disconnect', () => {
    rmSync(dirname(folder), { recursive: true, force: true });
    process.exit();
  });
  for (let seed = Number(values.seed); process.connected; seed++) {
    process.send?.({ seed } satisfies Report);
    try {
      await runFuzzCase(fuzzCase(seed, seeds), folder);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ seed, error: text } satisfies Report);
    }
  }
}

function keep(seed: number, reason: string): void {
  process.stdout.write(`seed ${seed}: ${reason}\n`);
  for (const [path, bytes] of fuzzCase(seed, seedsFrom(positionals))) {
    const target = join('fuzz-failures', String(seed), path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

/** Runs one worker from a seed on; resolves to the next seed when it died, hung or ran out of time. */
function watch(start: number, until: number): Promise<{ next: number; failures: number }> {
  return new Promise((resolve) => {
    const child = fork(
      fileURLToPath(import.meta.url),
      ['--worker', '--seed', String(start), ...positionals],
      { execArgv: process.execArgv },
    );
    let seed = start - 1;
    let failures = 0;
    let ended = false;
    let hang: NodeJS.Timeout | undefined;
    const fail = (reason: string): void => {
      failures++;
      keep(seed, reason);
    };
    child.on('message', (report: Report) => {
      clearTimeout(hang);
      seed = report.seed;
      if (report.error) fail(report.error);
      if (Date.now() > until) {
        ended = true;
        child.disconnect();
        return;
      }
      hang = setTimeout(() => {
        ended = true;
        fail(`no end after ${HANG_MS / 1000} s`);
        child.kill('SIGKILL');
      }, HANG_MS);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(hang);
      if (!ended) fail(`the process ended with ${code ?? signal}`);
      resolve({ next: seed + 1, failures });
    });
  });
}

if (values.worker) await work();
else {
  const until = Date.now() + Number(values.minutes) * 60_000;
  let next = Number(values.seed);
  let failures = 0;
  while (Date.now() < until) {
    const result = await watch(next, until);
    next = result.next;
    failures += result.failures;
  }
  process.stdout.write(`${next - Number(values.seed)} trees, ${failures} failures\n`);
  process.exitCode = failures > 0 ? 1 : 0;
}
