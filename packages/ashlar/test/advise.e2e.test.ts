import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-advise-'));
afterAll(() => rmSync(home, { recursive: true }));
const example = join(import.meta.dirname, '../../../examples/monolith');

/** A young product: two people's worth of code, whose parts are not to be told apart yet. */
function earlyProduct(): string {
  const folder = join(home, 'early');
  mkdirSync(join(folder, 'src'), { recursive: true });
  const sources: Record<string, string> = {
    'db.ts': `import { Pool } from 'pg';\nexport const db = new Pool();\n`,
    'app.ts': `import express from 'express';\nimport { notes } from './notes';\nconst app = express();\napp.get('/notes', notes);\napp.listen(3000);\n`,
    'notes.ts': `import { db } from './db';\nexport const notes = async () => db.query('select * from notes join users on users.id = notes.user_id');\n`,
  };
  for (const [name, text] of Object.entries(sources))
    writeFileSync(join(folder, 'src', name), text);
  return folder;
}

describe('ashlar advise', () => {
  it('tells an early product to stay as it is, with the numbers', async () => {
    const { code, stdout } = await runCommand(['advise', earlyProduct()]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Verdict: Stay a monolith for now/);
    expect(stdout).toMatch(/decides +files that belong to a domain +\d+ +at least 40/);
    expect(stdout).toMatch(
      /unknown +people with a change a month or more in its last year +\? +at least 6/,
    );
  });

  it('says why before all else: nothing runs the tests', async () => {
    const folder = join(home, 'bare');
    cpSync(example, folder, {
      recursive: true,
      filter: (path) => !/node_modules|\/\.ci|\/\.github/.test(path),
    });
    execFileSync('git', ['init', '--quiet', folder]);
    const { code, stdout } = await runCommand(['advise', folder]);
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'Verdict: Make modules first, stay one process',
      '  - nothing runs the tests: no continuous integration was found  (test:1)',
    ]);
    expect(stdout).toMatch(/decides +tests, and something that runs them +1 +both/);
  });

  it('gives the verdict to programs', async () => {
    const { code, stdout } = await runCommand(['advise', example, '--json']);
    const verdict = JSON.parse(stdout);
    expect(verdict.signals.map(({ name }: { name: string }) => name)).toContain('ways-in');
    expect(code).toBe(verdict.answer === 'extract' ? 0 : 1);
  });
});
