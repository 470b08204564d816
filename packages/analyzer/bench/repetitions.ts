/**
 * `node --conditions=@ashlar/source bench/repetitions.ts --minutes 15 [--seed 1000000] [--length 100000]`:
 * texts that say one thing many times, each analysed on its own, in a process that may die or hang. Says which
 * take more than three times as long when they are twice as long; the exit code is 1 then.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { slowness } from '../test/fuzz/repetition-time.ts';
import { repetition } from '../test/fuzz/repetitions.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1000000' },
    length: { type: 'string', default: '100000' },
    worker: { type: 'string' },
  },
});

const HANG_MS = 30_000;

interface Report {
  seed: number;
  problem?: string | undefined;
}

async function work(folder: string): Promise<void> {
  process.once('disconnect', () => process.exit());
  for (let seed = Number(values.seed); process.connected; seed++) {
    process.send?.({ seed } satisfies Report);
    const problem = await slowness(repetition(seed), Number(values.length), folder).catch(
      (error: unknown) => String(error),
    );
    if (problem) process.send?.({ seed, problem } satisfies Report);
  }
}

/** Runs one worker from a seed on; resolves to the next seed when it died, hung or ran out of time. */
function watch(start: number, until: number): Promise<{ next: number; failures: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-repetitions-'));
  return new Promise((resolve) => {
    const child = fork(
      fileURLToPath(import.meta.url),
      ['--seed', String(start), '--length', values.length, '--worker', join(folder, 'case')],
      { execArgv: process.execArgv },
    );
    let seed = start;
    let failures = 0;
    let ended = false;
    let hang: NodeJS.Timeout | undefined;
    const fail = (reason: string): void => {
      failures++;
      process.stdout.write(`seed ${seed}: ${reason}: ${JSON.stringify(repetition(seed))}\n`);
    };
    child.on('message', (report: Report) => {
      clearTimeout(hang);
      seed = report.seed;
      if (report.problem) fail(report.problem);
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
      rmSync(folder, { recursive: true, force: true });
      resolve({ next: seed + 1, failures });
    });
  });
}

if (values.worker) await work(values.worker);
else {
  const until = Date.now() + Number(values.minutes) * 60_000;
  let next = Number(values.seed);
  let failures = 0;
  while (Date.now() < until) {
    const result = await watch(next, until);
    next = result.next;
    failures += result.failures;
  }
  process.stdout.write(`${next - Number(values.seed)} texts, ${failures} slow\n`);
  process.exitCode = failures > 0 ? 1 : 0;
}
