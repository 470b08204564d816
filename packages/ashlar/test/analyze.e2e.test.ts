import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-analyze-'));
const bin = join(import.meta.dirname, '../dist/bin.js');

/** Repositories in a ring, each calling the next. */
function writeTree(folder: string, files: number): string {
  const root = join(home, folder);
  mkdirSync(root);
  for (let n = 0; n < files; n++) {
    const methods = Array.from(
      { length: 8 },
      (_, m) =>
        `  async m${m}(id: string) { await this.next.m${m}(id); return this.db.query(\`SELECT * FROM t${m} JOIN u${n % 40} ON id = \${id}\`); }`,
    );
    writeFileSync(
      join(root, `f${n}.ts`),
      `import { Repo as Next } from './f${(n + 1) % files}.ts';
export class Repo {
  constructor(private db: any, private next: Next) {}
${methods.join('\n')}
}
`,
    );
  }
  return root;
}

let large: string;
beforeAll(() => {
  large = writeTree('large', 2_500);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('tells its stages on standard error, and gives only the result on standard output', async () => {
  const { code, stdout, stderr } = await runCommand(
    ['analyze', '.', '--no-cache', '--no-history', '--json', '-'],
    { cwd: writeTree('small', 40) },
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout).stats.files).toBe(40);
  expect(stderr.split('\n').filter((line) => /^(?:discover|read|link)\b/.test(line))).toEqual([
    'discover (1)',
    'read (40)',
    'link (1)',
  ]);
}, 60_000);

it.each([
  ['--json', /^\{\n {2}"/],
  ['--plan', /"candidates": \[/],
  ['--html', /^<!doctype html>/i],
  ['--markdown', /^# .+\n\n- /],
  ['--mermaid', /^flowchart LR\n/],
  ['--dot', /^digraph [\s\S]*\}\n$/],
])('gives its result as %s', async (option, shape) => {
  const shop = join(import.meta.dirname, '../../../examples/monolith');
  const { code, stdout } = await runCommand(['analyze', shop, '--no-history', option, '-']);
  expect(code).toBe(0);
  expect(stdout).toMatch(shape);
});

it.each(['read', 'link'])(
  'stops within a second of Ctrl-C in the stage "%s", and leaves nothing behind',
  async (stage) => {
    const before = readdirSync(large);
    const child = spawn(
      process.execPath,
      [bin, 'analyze', '.', '--no-cache', '--no-history', '--json', 'analysis.json'],
      { cwd: large, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stdout = '';
    let stderr = '';
    let signalled = Number.NaN;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (!Number.isNaN(signalled) || !new RegExp(`^${stage}\\b`, 'm').test(stderr)) return;
      signalled = performance.now();
      child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(performance.now() - signalled).toBeLessThan(1_000);
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted\s*$/);
    expect(stdout).toBe('');
    expect(readdirSync(large)).toEqual(before);
  },
  60_000,
);
