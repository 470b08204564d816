import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const vitestBin = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const entry = pathToFileURL(join(import.meta.dirname, '../../src/vitest/index.ts')).href;

/** One test: it asks for `path` and expects `body`. */
export interface ConsumerTest {
  readonly description: string;
  readonly path: string;
  readonly body: unknown;
  readonly state?: string;
}

export interface ConsumerProject {
  readonly write: (file: string, tests: readonly ConsumerTest[]) => Promise<void>;
  readonly remove: (file: string) => Promise<void>;
  readonly run: (...args: readonly string[]) => Promise<{ code: number; output: string }>;
  /** Text of the pact of shop and inventory, undefined when there is none. */
  readonly pact: () => Promise<string | undefined>;
  readonly dispose: () => Promise<void>;
}

/** A package with consumer tests, run by a Vitest of its own on several forks. */
export async function consumerProject(): Promise<ConsumerProject> {
  const root = await mkdtemp(join(tmpdir(), 'ashlar-consumer-'));
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await mkdir(join(root, 'test'));
  await writeFile(
    join(root, 'vitest.config.mjs'),
    `export default {
      resolve: { conditions: ['@ashlar/source', 'node', 'import', 'module', 'default'] },
      ssr: { resolve: { conditions: ['@ashlar/source', 'node', 'import', 'module', 'default'] } },
      test: { globals: true, pool: 'forks', maxWorkers: 4, isolate: false, testTimeout: 30000 },
    };`,
  );
  return {
    write: (file, tests) => writeFile(join(root, 'test', `${file}.test.js`), source(tests)),
    remove: (file) => rm(join(root, 'test', `${file}.test.js`)),
    run: (...args) => runVitest(root, args),
    pact: () => readFile(join(root, 'pacts/shop-inventory.json'), 'utf8').catch(() => undefined),
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}

function source(tests: readonly ConsumerTest[]): string {
  return `
import { createPact } from ${JSON.stringify(entry)};
const pact = createPact({ consumer: 'shop', provider: 'inventory' });
for (const { description, path, body, state } of ${JSON.stringify(tests)}) {
  test(description, async () => {
    const interaction = pact.addInteraction();
    if (state !== undefined) interaction.given(state);
    await interaction
      .uponReceiving(description)
      .withRequest('GET', path)
      .willRespondWith(200, (response) => response.jsonBody(body))
      .executeTest(async (server) => {
        const response = await fetch(server.url + path);
        expect(await response.json()).toEqual(body);
      });
  });
}
`;
}

async function runVitest(
  root: string,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')),
  );
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [vitestBin, 'run', '--root', root, ...args],
      { cwd: root, env: { ...environment, NO_COLOR: '1' }, timeout: 100_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, output: stdout + stderr });
      },
    );
  });
}
