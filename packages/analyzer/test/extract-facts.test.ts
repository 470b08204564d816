import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractFacts } from '../src/index.ts';
import { createFileReader } from '../src/parse/collect-file.ts';
import { PARSER_VERSION } from '../src/parse/oxc.ts';
import { temporaryTree } from './tree/temporary-tree.ts';

describe('a folder that cannot be analysed', () => {
  it.each([
    ['ANALYZER_ROOT_NOT_FOUND', () => '/no/such/folder'],
    ['ANALYZER_ROOT_NOT_A_FOLDER', () => join(temporaryTree({ 'a.ts': '1' }), 'a.ts')],
    ['ANALYZER_NO_SOURCES', () => temporaryTree({ 'readme.md': '' })],
    [
      'ANALYZER_NO_SOURCES',
      () => temporaryTree({ 'a.test.ts': '1', 'node_modules/x/index.js': '1' }),
    ],
  ])('is refused with %s and a hint', async (code, make) => {
    await expect(extractFacts(make())).rejects.toMatchObject({
      code,
      exitCode: 2,
      hint: expect.stringMatching(/\w/),
    });
  });

  it('is left when the signal is aborted', async () => {
    const root = temporaryTree({ 'a.ts': '1' });
    await expect(extractFacts(root, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ANALYZER_ABORTED',
    });
  });
});

it.each([
  ['is missed where its client is used', {}, ['no .prisma file in the analysed folder']],
  ['is enough', { 'schema.prisma': 'model User { id Int @id }' }, []],
])('a schema of Prisma %s', async (_, schema, expected) => {
  const source = `import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();`;
  const { unresolved } = await extractFacts(temporaryTree({ 'src/db.ts': source, ...schema }));
  expect(unresolved.filter(({ kind }) => kind === 'config')).toEqual(
    expected.map((reason) =>
      expect.objectContaining({
        file: 'src/db.ts',
        line: 1,
        reason: expect.stringContaining(reason),
      }),
    ),
  );
});

it('is left in the middle of reading a large tree', async () => {
  const files = Array.from({ length: 1_500 }, (_, n) => [`f${n}.ts`, `import './f${n + 1}'`]);
  const controller = new AbortController();
  const stages = new Set<string>();
  let read = 0;
  const run = extractFacts(temporaryTree(Object.fromEntries(files) as Record<string, string>), {
    signal: controller.signal,
    onProgress: ({ stage, done }) => {
      stages.add(stage);
      if (stage !== 'read') return;
      read = done;
      if (done >= 200) controller.abort();
    },
  });
  await expect(run).rejects.toMatchObject({ code: 'ANALYZER_ABORTED' });
  expect(read).toBeLessThan(400);
  expect(stages).not.toContain('link');
}, 30_000);

it('is left within a second while a large tree is linked', async () => {
  const files = Array.from({ length: 1_500 }, (_, n) => [
    `f${n}.ts`,
    `import { Repo as Next } from './f${n + 1}';
export class Repo { constructor(private db: any, private next: Next) {}
${Array.from({ length: 12 }, (_, m) => `  async m${m}(id: string) { await this.next.m${m}(id); return this.db.query(\`SELECT * FROM t${m} JOIN u${n} ON id = \${id}\`); }`).join('\n')}
}`,
  ]);
  const controller = new AbortController();
  let aborted = Number.NaN;
  const run = extractFacts(temporaryTree(Object.fromEntries(files) as Record<string, string>), {
    signal: controller.signal,
    onProgress: ({ stage }) => {
      if (stage !== 'link') return;
      setTimeout(() => {
        aborted = performance.now();
        controller.abort();
      }, 60);
    },
  });
  await expect(run).rejects.toMatchObject({ code: 'ANALYZER_ABORTED' });
  expect(performance.now() - aborted).toBeLessThan(1_000);
}, 30_000);

describe('bad files', () => {
  it('with a syntax error are listed, and their imports are kept', async () => {
    const facts = await extractFacts(
      temporaryTree({ 'a.ts': `import './b';\nconst = ;`, 'b.ts': '1' }),
    );
    expect(facts.unresolved).toMatchObject([
      { kind: 'file', file: 'a.ts', line: 2, reason: expect.stringMatching(/^syntax error/) },
    ]);
    expect(facts.imports.map((e) => e.to)).toEqual(['b.ts']);
  });

  it.skipIf(process.getuid?.() === 0)('that cannot be read are listed', async () => {
    const root = temporaryTree({ 'a.ts': '1', 'b.ts': '1' });
    chmodSync(join(root, 'b.ts'), 0);
    const facts = await extractFacts(root);
    expect(facts.unresolved).toMatchObject([
      { kind: 'file', file: 'b.ts', reason: 'cannot be read (EACCES)' },
    ]);
  });

  it('of configuration are listed, and do not stop the rest', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'tsconfig.json': '{ "compilerOptions": {',
        'package.json': 'nonsense',
        'a.ts': `import './b'`,
        'b.ts': '1',
      }),
    );
    expect(facts.unresolved.map((u) => [u.kind, u.file])).toEqual([
      ['config', 'package.json'],
      ['config', 'tsconfig.json'],
    ]);
    expect(facts.imports).toHaveLength(1);
  });

  it('that are bundles are left out with the reason', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'a.ts': '1',
        'huge.js': 'a;'.repeat(1_100_000),
        'packed.js': `${'x=1;'.repeat(9_000)}\n`,
        'made.ts': '// Auto-generated. Do not edit.\n1',
      }),
    );
    expect(facts.stats.excluded).toEqual([
      { path: 'huge.js', reason: 'larger than 2 MB' },
      { path: 'made.ts', reason: 'generated code' },
      { path: 'packed.js', reason: 'minified code' },
    ]);
  });

  it('that were published elsewhere are left out, not those with a notice of their own', async () => {
    const notice = (mark: string, text: string) =>
      `/*${mark}\n * ${text}\n */\nexport const x = 1;\n`;
    const facts = await extractFacts(
      temporaryTree({
        'a.js': `import { x } from './public/js/menu.js';\nx;`,
        'public/js/menu.js': notice('!', 'Menu v5.3.3 (https://menu.test/)\n * Licensed under MIT'),
        'public/js/box.js': notice('!', 'Box JavaScript Library v3.6.0\n * (c) 2021 the authors'),
        'own.js': notice('', 'Shop 1.2.3, Copyright 2024 the shop'),
        'unreleased.js': notice('!', 'Shop, Copyright 2024 the shop'),
        'unlicensed.js': notice('!', 'as in release 1.2.3 of the shop'),
        'typed.ts': notice('!', 'Shop 1.2.3, Copyright 2024 the shop'),
      }),
    );
    expect(facts.stats.excluded).toEqual([
      { path: 'public/js/box.js', reason: 'vendored code' },
      { path: 'public/js/menu.js', reason: 'vendored code' },
    ]);
    expect(facts.unresolved).toEqual([]);
  });

  it('nested past what the parser survives are not given to it', async () => {
    const nests = [
      ['(', ')'],
      ['[', ']'],
      ['a=>', ''],
      ['!', ''],
      ['{', '}'],
      ['`${', '}`'],
      ['a?b:', ''],
    ].map(([open = '', close = '']) => `${open.repeat(20_000)}1${close.repeat(20_000)}`);
    const files = Object.fromEntries(nests.map((text, index) => [`n${index}.ts`, text]));
    const facts = await extractFacts(temporaryTree({ ...files, 'a.ts': '1' }));
    expect(facts.files.length + facts.stats.excluded.length).toBe(nests.length + 1);
  });
});

describe('the walk', () => {
  it('ends on links that form a cycle, and does not leave the folder', async () => {
    const root = temporaryTree({ 'src/a.ts': '1' });
    symlinkSync(root, join(root, 'src/loop'));
    symlinkSync('/', join(root, 'src/outside'));
    mkdirSync(join(root, 'empty'));
    const facts = await extractFacts(root);
    expect(facts.files.map((f) => f.path)).toEqual(['src/a.ts']);
  });

  it('follows .gitignore, leaves out tests and tools by default, and lists each exclusion', async () => {
    const facts = await extractFacts(
      temporaryTree({
        '.gitignore': 'local/\n*.skip.ts\n',
        'package.json': '{}',
        'src/a.ts': '1',
        'src/build/b.ts': '1',
        'src/a.test.ts': '1',
        'src/a.spec.ts': `describe('a', () => {})`,
        'src/api.spec.ts': 'export const spec = 1',
        'src/__e2e__/run.ts': '1',
        'src/api.servertest.ts': '1',
        'docs/dump.sql': 'create table shown (id int);',
        'db/schema.sql': 'create table kept (id int);',
        'src/x.skip.ts': '1',
        'local/c.ts': '1',
        'dist/d.js': '1',
        'node_modules/e/index.js': '1',
      }),
    );
    expect(facts.files.map((f) => f.path)).toEqual([
      'src/a.ts',
      'src/api.spec.ts',
      'src/build/b.ts',
    ]);
    expect(facts.stats.excluded.map((e) => `${e.path}: ${e.reason}`)).toEqual([
      'dist: build output',
      'docs/dump.sql: documentation',
      'local: ignored by git',
      'node_modules: installed packages',
      'src/__e2e__: tests',
      'src/a.spec.ts: tests',
      'src/a.test.ts: tests',
      'src/api.servertest.ts: tests',
      'src/x.skip.ts: ignored by git',
    ]);
    expect(facts.tables.map(({ name }) => name)).toEqual(['kept']);
  });
});

describe('build output', () => {
  const listed = async (files: Record<string, string>): Promise<string[]> =>
    (await extractFacts(temporaryTree(files))).files.map((f) => f.path);

  it.each([
    [
      'is left out beside its source',
      { 'package.json': '{"main":"dist/a.js"}', 'src/a.ts': '1', 'dist/a.js': '1' },
      ['src/a.ts'],
    ],
    [
      'is the code of a package from npm',
      { 'package.json': '{"main":"./dist/a.js"}', 'dist/a.js': '1', 'cli.js': '1' },
      ['cli.js', 'dist/a.js'],
    ],
    [
      'is left out where the package starts elsewhere',
      { 'package.json': '{"main":"a.js"}', 'a.js': '1', 'dist/b.js': '1' },
      ['a.js'],
    ],
    [
      'is none with a project of its own',
      {
        'package.json': '{}',
        'src/a.ts': '1',
        'build/package.json': '{"devDependencies":{"gulp":"4"}}',
        'build/gulpfile.js': '1',
      },
      ['build/gulpfile.js', 'src/a.ts'],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await listed(files as Record<string, string>)).toEqual(expected);
  });
});

describe('the facts of a file', () => {
  const modes = ['memory', 'json'] as const;
  const [raw, json] = modes.map((mode) => createFileReader(mode, () => true));

  it('are the same by both ways out of the parser', () => {
    const source = `// é 漢字 🎉
import a, { type B } from './x'; export * from './y'; @D({ x: 1 }) class C<T> extends F<T> implements I { constructor(private readonly z: Z<Y>, ...rest: any[]) { super(); } get w(): W { return this.z } static s = 1 }
const { p, q: [r] } = await f\`select * from \${t}\`; for (const k of l()) m?.n!.o(k as K); enum E { A = 'x' } export default async ({ u }, v = 2) => u;`;
    expect(raw?.read('a.ts', source)).toEqual(json?.read('a.ts', source));
  });

  it('are the same where types are walked, with and without what they lie in', () => {
    const source = `type T = import('./t').T<import('./u').U>; class A { m(this: A, a?: import('./v').V) {} }
class B extends C<import('./w').W> implements D<import('./x').X> {} class E extends F {} class { };`;
    const own = raw?.read('a.ts', source);
    expect(own?.imports.map((item) => item.specifier)).toContain('./w');
    expect(own).toEqual(json?.read('a.ts', source));
  });

  it('never throw, whatever the bytes', () => {
    const fragment = fc.constantFrom(
      'import',
      'export',
      'from',
      '"./a"',
      '{',
      '}',
      '(',
      ')',
      '=>',
      'class',
      'extends',
      '`',
      '${',
      'const',
      '=',
      ';',
      '\n',
      '@',
      'async',
      'await',
      '<',
      '>',
      ':',
      'a',
      '.',
      '?.',
      '/*',
      '//',
      '\u0000',
      '\ud800',
      'enum',
      'require("x")',
      '...',
    );
    const text = fc.oneof(
      fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(' ')),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('a.ts', 'a.tsx', 'a.js', 'a.cjs'), (source, path) => {
        const own = raw?.read(path, source);
        expect(own?.loc).toBeGreaterThan(0);
        expect(own).toEqual(json?.read(path, source));
      }),
      { seed: 11, numRuns: 400 },
    );
  }, 30_000);
});

it('is byte-identical on a second run', async () => {
  const root = temporaryTree({
    'b.ts': `import './a'; export const x = (db) => db.query('SELECT * FROM t')`,
    'a.ts': `import './b'`,
  });
  expect(JSON.stringify(await extractFacts(root))).toBe(JSON.stringify(await extractFacts(root)));
});

it('pins the parser to the version the cache names', () => {
  const manifest = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as {
    dependencies: Record<string, string>;
  };
  expect(PARSER_VERSION).toBe(`oxc-parser@${manifest.dependencies['oxc-parser']}`);
});

it('lists statements of two-phase commits, values that are filled in left open', async () => {
  const facts = await extractFacts(
    temporaryTree({
      'pay.ts': [
        'export async function pay(db, id) {',
        '  await db.query("PREPARE TRANSACTION " + id);',
        `  await db.query(\`ROLLBACK PREPARED \${id}\`);`,
        "  await db.query('COMMIT PREPARED \\'pay\\'');",
        "  log('prepare transaction');",
        '}',
      ].join('\n'),
    }),
  );
  expect(facts.twoPhaseCommits).toEqual([
    { file: 'pay.ts', line: 2, statement: 'PREPARE TRANSACTION …' },
    { file: 'pay.ts', line: 3, statement: 'ROLLBACK PREPARED …' },
    { file: 'pay.ts', line: 4, statement: "COMMIT PREPARED 'pay'" },
  ]);
});

it('says of every stage when it is done', async () => {
  const last = new Map<string, string>();
  await extractFacts(temporaryTree({ 'a.ts': '1', 'b.ts': '2' }), {
    onProgress: ({ stage, done, total }) => last.set(stage, `${done}/${total}`),
  });
  expect([...last]).toEqual([
    ['discover', '1/1'],
    ['read', '2/2'],
    ['link', '1/1'],
  ]);
});
