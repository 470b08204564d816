import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/graph/random.ts';
import { extractFacts } from '../../src/index.ts';
import { pick } from '../fuzz/mutations.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';
import { edited } from './edits.ts';

/** Each reads the codebase twice: some 25 ms of CPU, which a busy machine makes a multiple of. */
const ROUNDS = 150;

const FILES: Record<string, string> = {
  'price.ts': `import { EventEmitter } from 'events';

const cache = new Map();
const bus = new EventEmitter();
/** Cents. */
export function total(n: number): number {
  cache.set(n, n * 2);
  if (n > 3) return 0;

  bus.emit('priced', n);
  return process.env.RATE ? n : n * 2;
}
`,
  'orders.ts': `import { Pool } from 'pg';
import { total } from './price';
const TABLE = 'orders';
const db = new Pool();
export class Orders {
  constructor(private readonly pool = db) {}
  async find(id: string) {
    return this.pool.query(\`
      SELECT *
      FROM orders JOIN lines ON true
      WHERE id = \${id}\`);
  }
  async pay(id: string) {
    const client = await this.pool.connect();
    await client.query('BEGIN');
    await client.query(\`UPDATE \${TABLE} SET total = \${total(3)}\`);
    await client.query('COMMIT');
  }
}
`,
  'server.ts': `import express from 'express';
import { Orders } from './orders';
import { total } from './price';

const app = express();
const orders = new Orders();
let calls = 0;
app.get('/orders/:id', async (req, res) => {
  calls += 1;
  res.json(await orders.find(req.params.id));
});
app.get('/total', (_req, res) => {
  for (const n of [1, 2]) res.json(total(n));
});
fetch('https://rates.example.com/v1');
`,
};

async function withCache(
  root: string,
  cacheDir: string,
): Promise<{ facts: string; kept: boolean }> {
  const inode = (): number => statSync(join(cacheDir, 'facts.json')).ino;
  const before = inode();
  const facts = JSON.stringify(await extractFacts(root, { cacheDir }));
  return { facts, kept: inode() === before };
}

async function started(files: Record<string, string>): Promise<[root: string, cacheDir: string]> {
  const root = temporaryTree(files);
  const cacheDir = temporaryTree({});
  await extractFacts(root, { cacheDir });
  return [root, cacheDir];
}

it('finds what a cold run finds after any edits, many of them without linking anew', async () => {
  const [root, cacheDir] = await started(FILES);
  const random = seededRandom(7);
  let kept = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const path = pick(random, Object.keys(FILES));
    // Edits add up for a while, then the file is as it was.
    const now = random() < 0.3 ? (FILES[path] ?? '') : readFileSync(join(root, path), 'utf8');
    const text = edited(random, now);
    writeFileSync(join(root, path), text);
    const run = await withCache(root, cacheDir);
    expect(run.facts, `round ${round}\n${text}`).toBe(JSON.stringify(await extractFacts(root)));
    if (run.kept) kept++;
  }
  expect(kept).toBeGreaterThan(ROUNDS / 10);
}, 60_000);

it.each<[string, string, boolean, string, string]>([
  ['a comment above', 'price.ts', true, '/** Cents. */', '/** Cents.\n * Rounded. */'],
  ['a comment in a line', 'server.ts', true, 'let calls', '/* of all */ let calls'],
  ['a condition', 'price.ts', true, 'n > 3', 'n > 30 && n !== 31'],
  ['a blank line', 'server.ts', true, '\nconst app', '\n\nconst app'],
  ['a line less', 'price.ts', true, '\n\n  bus', '\n  bus'],
  ['a remark in a file with SQL', 'orders.ts', true, "'COMMIT');", "'COMMIT'); // done"],
  ['a line above SQL', 'orders.ts', false, 'const TABLE', '\nconst TABLE'],
  ['a line in SQL', 'orders.ts', false, 'SELECT *', 'SELECT *\n'],
  ['two things on one line', 'server.ts', false, ';\nlet calls', '; let calls'],
  ['a call more', 'server.ts', false, 'let calls', 'total(1); let calls'],
  ['another name', 'price.ts', false, "'priced'", "'paid'"],
  ['a mark of generated code', 'price.ts', false, 'import', '// @generated\nimport'],
])('after %s in %s: kept is %s', async (_, path, kept, from, to) => {
  const [root, cacheDir] = await started(FILES);
  const text = FILES[path] ?? '';
  expect(text).toContain(from);
  writeFileSync(join(root, path), text.replace(from, to));
  const run = await withCache(root, cacheDir);
  expect(run.facts).toBe(JSON.stringify(await extractFacts(root)));
  expect(run.kept).toBe(kept);
});

it('does not believe sources that another run has left', async () => {
  const [root, cacheDir] = await started(FILES);
  const sources = join(cacheDir, 'sources');
  writeFileSync(sources, readFileSync(sources, 'utf8').replace('Cents', 'Euros'));
  writeFileSync(join(root, 'price.ts'), (FILES['price.ts'] ?? '').replace('Cents', 'Pence'));
  const run = await withCache(root, cacheDir);
  expect(run.facts).toBe(JSON.stringify(await extractFacts(root)));
  expect(run.kept).toBe(false);
});
