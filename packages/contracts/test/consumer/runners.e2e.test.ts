import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** How a runner is imported from and started; the built package, as a project would have it. */
interface Runner {
  readonly entry: string;
  readonly imports: string;
  readonly command: (files: readonly string[]) => readonly string[];
  /** Arguments for the tests of one name. */
  readonly only: (name: string) => readonly string[];
}

const dist = join(import.meta.dirname, '../../dist');
const require = createRequire(import.meta.url);

const jest = (...options: readonly string[]): Runner => ({
  entry: join(dist, 'jest/index.js'),
  imports: '',
  command: (files) => [
    '--experimental-vm-modules',
    join(require.resolve('jest/package.json'), '../bin/jest.js'),
    ...options,
    ...files.map((file) => join('test', file.split('/').at(-1) ?? '')),
  ],
  only: (name) => ['-t', name],
});

const RUNNERS: Readonly<Record<string, Runner>> = {
  'node:test': {
    entry: join(dist, 'node-test/index.js'),
    imports: "import { test } from 'node:test';",
    command: (files) => ['--test', ...files],
    only: (name) => [`--test-name-pattern=${name}`],
  },
  'node:test without isolation': {
    entry: join(dist, 'node-test/index.js'),
    imports: "import { test } from 'node:test';",
    command: (files) => ['--test', '--experimental-test-isolation=none', ...files],
    only: (name) => [`--test-name-pattern=${name}`],
  },
  Jest: jest('--maxWorkers=4'),
  // All runs have the same parent then, which must not make them one run.
  'Jest in one process': jest('--runInBand'),
};

const FILES = 4;
const EACH = 3;

interface Wanted {
  readonly name: string;
  readonly body: unknown;
}

function testFile({ entry, imports }: Runner, tests: readonly Wanted[]): string {
  return `
${imports}
import assert from 'node:assert/strict';
import { createPact } from ${JSON.stringify(pathToFileURL(entry).href)};
const pact = createPact({ consumer: 'shop', provider: 'inventory' });
for (const { name, body } of ${JSON.stringify(tests)}) {
  test(name, async () => {
    await pact
      .addInteraction()
      .uponReceiving(name)
      .withRequest('GET', '/' + name)
      .willRespondWith(200, (response) => response.jsonBody(body))
      .executeTest(async ({ url }) => {
        // As text: Jest's objects are not those of fetch.
        assert.equal(await (await fetch(url + '/' + name)).text(), JSON.stringify(body));
      });
  });
}
`;
}

describe.each(Object.entries(RUNNERS))('%s', { timeout: 180_000 }, (_name, runner) => {
  let root: string;
  const path = (file: number) => join(root, 'test', `items-${file}.test.mjs`);
  const all = () => Array.from({ length: FILES }, (_, file) => path(file));
  const tests = (file: number, count = EACH): readonly Wanted[] =>
    Array.from({ length: count }, (_, number) => ({
      name: `item-${file}-${number}`,
      body: { file, number },
    }));
  const pact = () => readFile(join(root, 'pacts/shop-inventory.json'), 'utf8').catch(() => '');
  const names = async () =>
    (
      JSON.parse(await pact()) as { interactions: readonly { description: string }[] }
    ).interactions.map(({ description }) => description);

  const run = (files: readonly string[], ...more: readonly string[]) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const environment = Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !name.startsWith('VITEST') && name !== 'NODE_OPTIONS',
        ),
      );
      const [first = '', ...rest] = runner.command(files);
      execFile(
        process.execPath,
        first === '--test' ? [first, ...more, ...rest] : [first, ...rest, ...more],
        { cwd: root, env: environment, timeout: 120_000 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ code, output: stdout + stderr });
        },
      );
    });

  beforeAll(async () => {
    expect(existsSync(runner.entry), 'needs npm run build').toBe(true);
    root = await mkdtemp(join(tmpdir(), 'ashlar-runner-'));
    await writeFile(
      join(root, 'package.json'),
      JSON.stringify({
        type: 'module',
        jest: {
          transform: {},
          testMatch: ['**/*.test.mjs'],
          moduleFileExtensions: ['mjs', 'js', 'json', 'node'],
        },
      }),
    );
    await mkdir(join(root, 'test'));
    for (let file = 0; file < FILES; file += 1) {
      await writeFile(path(file), testFile(runner, tests(file)));
    }
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('keeps every interaction, sorted, with the same bytes twice', async () => {
    const first = await run(all());
    expect(first.code, first.output).toBe(0);
    const wanted = Array.from({ length: FILES }, (_, file) => tests(file)).flat();
    expect(await names()).toEqual(wanted.map(({ name }) => name).sort());
    const before = await pact();
    await run(all());
    expect(await pact()).toBe(before);
  });

  it('keeps the others when one test is run', async () => {
    const before = await pact();
    const { code, output } = await run([path(1)], ...runner.only('item-1-2'));
    expect(code, output).toBe(0);
    expect(await pact()).toBe(before);
  });

  it('drops what deleted tests expected', async () => {
    await writeFile(path(0), testFile(runner, tests(0, 1)));
    const { code, output } = await run([path(0)]);
    expect(code, output).toBe(0);
    expect((await names()).filter((name) => name.startsWith('item-0'))).toEqual(['item-0-0']);
    await rm(path(3));
    const without = await run([path(1)]);
    expect(without.code, without.output).toBe(0);
    expect((await names()).filter((name) => name.startsWith('item-3'))).toEqual([]);
  });

  it('fails where two tests contradict each other', async () => {
    await writeFile(path(3), testFile(runner, [{ name: 'item-1-0', body: { another: true } }]));
    const { code, output } = await run([path(1), path(3)]);
    expect(code).not.toBe(0);
    expect(output).toContain('Two different expectations of shop towards inventory');
  });
});
