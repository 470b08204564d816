import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-keep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function ashlar(...argv: string[]) {
  let stdout = '';
  let stderr = '';
  const into = (add: (text: string) => void) =>
    new Writable({
      write(chunk, _encoding, done) {
        add(String(chunk));
        done();
      },
    });
  const code = await run(argv, {
    cwd: folder,
    stdout: into((text) => {
      stdout += text;
    }),
    stderr: into((text) => {
      stderr += text;
    }),
    stderrIsTerminal: false,
  });
  return { code, stdout, stderr };
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: folder,
  });

const publishedSchema = (name: string) =>
  JSON.parse(
    readFileSync(
      createRequire(import.meta.url).resolve(`@ashlar/analyzer/schemas/${name}.schema.json`),
      'utf8',
    ),
  );

const domains = ['orders', 'stock', 'billing'];
const exemption = (expires: string) =>
  `  exemptions: [{id: "imports:orders/*", owner: ann, reason: soon, expires: ${expires}}]\n`;
const config = (more = '') =>
  `schemaVersion: 1
domains:
${domains.map((name) => `  ${name}: {files: ["${name}/**"]}`).join('\n')}
check:
  imports: {orders: []}
${more}`;

beforeAll(() => {
  put('package.json', '{"name": "shop"}');
  put('ashlar.yaml', config());
  for (const name of domains) {
    for (const part of ['service', 'store', 'routes']) {
      put(`${name}/${part}.ts`, `export const ${name}${part} = 1;\n`);
    }
    put(
      `${name}/service.ts`,
      `import { ${name}store } from './store.ts';\nexport const ${name}service = ${name}store;\n`,
    );
  }
  put('.gitignore', 'baseline*\n.ashlar\n');
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  put(
    'orders/routes.ts',
    `import { stockservice } from '../stock/service.ts';\nexport const ordersroutes = stockservice;\n`,
  );
}, 30_000);

// The first run loads the analyzer.
describe('ashlar check', { timeout: 30_000 }, () => {
  it('exits 1 and names file and line of what is broken', async () => {
    const { code, stdout } = await ashlar('check', '.');
    expect(stdout).toContain('orders may not import stock');
    expect(stdout).toContain('orders/routes.ts:1');
    expect(code).toBe(1);
  });

  it('is green over a baseline, and tells what was solved', async () => {
    expect((await ashlar('check', '--update-baseline', '--baseline', 'baseline.json')).code).toBe(
      0,
    );
    const again = await ashlar('check', '--baseline', 'baseline.json');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('1 known') });
    const baseline = JSON.parse(readFileSync(join(folder, 'baseline.json'), 'utf8'));
    put(
      'baseline.json',
      JSON.stringify({ ...baseline, violations: [...baseline.violations, 'cycle:a>b'] }),
    );
    expect((await ashlar('check', '--baseline', 'baseline.json')).stdout).toContain(
      'solved: cycle:a>b',
    );
  });

  it.each([
    ['2999-01-01', 0],
    ['2020-01-01', 1],
  ])('honours an exemption until %s with exit code %i', async (expires, code) => {
    put('other.yaml', config(exemption(expires)));
    const answer = await ashlar('check', '--config', 'other.yaml');
    expect(answer.code).toBe(code);
    expect(answer.stdout).toContain(code === 0 ? 'exempt until' : 'expired on');
  });

  it('speaks GitHub and SARIF', async () => {
    const { stdout } = await ashlar('check', '--format', 'github');
    expect(stdout).toMatch(/^::error file=orders\/routes\.ts,line=1,/);
    const sarif = JSON.parse((await ashlar('check', '--format', 'sarif')).stdout);
    expect(sarif.runs[0].results[0].ruleId).toBe('imports');
  });

  it('writes and answers what its schemas say', async () => {
    const { stdout } = await ashlar('check', '--format', 'json');
    await ashlar('check', '--update-baseline', '--baseline', 'baseline-new.json');
    const written = readFileSync(join(folder, 'baseline-new.json'), 'utf8');
    for (const [name, text] of [
      ['check', stdout],
      ['baseline', written],
    ] as const) {
      const fits = new Ajv2020({ allowUnionTypes: true }).compile(publishedSchema(name));
      fits(JSON.parse(text));
      expect(fits.errors ?? []).toEqual([]);
    }
  });

  it('refuses a file that is no baseline', async () => {
    put('baseline-broken.json', '{"violations": 3}');
    const { code, stderr } = await ashlar('check', '--baseline', 'baseline-broken.json');
    expect(stderr).toContain('CLI_FILE_INVALID');
    expect(code).toBe(2);
  });
});

describe('ashlar diff', { timeout: 30_000 }, () => {
  it('says what the working tree changes against a revision', async () => {
    const { code, stdout } = await ashlar('diff', 'main');
    expect(stdout).toContain('orders → stock');
    expect(code).toBe(0);
  });

  it('compares two revisions', async () => {
    expect((await ashlar('diff', 'main..HEAD')).stdout).toContain(
      'Nothing changes between domains',
    );
  });

  it('counts everything to the domain that the baseline has it in, as a check does', async () => {
    await ashlar('check', '--update-baseline', '--baseline', 'baseline-moved.json');
    const written = JSON.parse(readFileSync(join(folder, 'baseline-moved.json'), 'utf8'));
    const { orders, stock } = written.boundaries.domains;
    orders.files = orders.files.filter((path: string) => path !== 'orders/routes.ts');
    stock.files = [...stock.files, 'orders/routes.ts'].sort();
    put('ashlar-baseline.json', JSON.stringify(written));
    expect((await ashlar('diff', 'main')).stdout).toContain('Nothing changes between domains');
    put('other-domains.yaml', config('libraries: [billing/store.ts]\n'));
    const changed = await ashlar(
      ...['diff', 'main', '--baseline', 'ashlar-baseline.json', '--config', 'other-domains.yaml'],
    );
    expect(changed.stderr).toContain('ashlar.yaml draws the domains otherwise');
    expect(changed.stdout).toContain('orders → stock');
    rmSync(join(folder, 'ashlar-baseline.json'));
  });

  it('knows the history and the owners of both sides', async () => {
    const owned = (text: string) => put('CODEOWNERS', text);
    const added = async (): Promise<string[]> =>
      JSON.parse((await ashlar('diff', 'HEAD', '--json', '-')).stdout).findings.added.map(
        ({ id }: { id: string }) => id,
      );
    put('parcels/a.ts', "import { b } from './b.ts';\nexport const a = b;\n");
    put('parcels/b.ts', 'export const b = 1;\n');
    put('parcels/c.ts', "import { a } from './a.ts';\nexport const c = a;\n");
    put(
      'ashlar.yaml',
      `${config().replace('check:', '  parcels: {files: ["parcels/**"]}\ncheck:')}`,
    );
    owned('* @all\n/parcels/\n');
    expect(await added()).toContain('no-owner:parcels');
    owned('* @all\n');
    expect(await added()).toEqual(['nano-domain:parcels']);
    put('ashlar.yaml', config());
    for (const made of ['CODEOWNERS', 'parcels']) rmSync(join(folder, made), { recursive: true });
  });

  it('follows paths of a tsconfig above a folder of a larger repository', async () => {
    const api = 'monorepo/apps/api';
    put(
      'monorepo/tsconfig.base.json',
      '{"compilerOptions": {"paths": {"@api/*": ["apps/api/*"]}}}',
    );
    put(`${api}/tsconfig.json`, '{"extends": "../../tsconfig.base.json"}');
    put(
      `${api}/ashlar.yaml`,
      'schemaVersion: 1\ndomains: {a: {files: ["a/*"]}, b: {files: ["b/*"]}}\n',
    );
    put(`${api}/a/one.ts`, `import { two } from '@api/b/two';\nexport const one = two;\n`);
    put(`${api}/b/two.ts`, 'export const two = 2;\n');
    git('add', '.');
    git('commit', '-q', '-m', 'monorepo');
    const same = await ashlar('diff', 'HEAD', '--folder', api);
    expect(same.stdout).toContain('Nothing changes between domains');
    put(`${api}/a/one.ts`, 'export const one = 1;\n');
    const { stdout } = await ashlar('diff', 'HEAD', '--folder', api);
    expect(stdout).toContain('a → b');
    git('checkout', '-q', '--', api);
  });

  it.each(['no-such..HEAD', '--output=x'])('refuses %s', async (range) => {
    const { code, stderr } = await ashlar('diff', '--', range);
    expect(stderr).toContain('CLI_REVISION_UNREADABLE');
    expect(code).toBe(2);
  });
});

describe('ashlar analyze after an earlier one', { timeout: 30_000 }, () => {
  const kept = /\d+ of \d+ files are where they were before/;

  it.each(['analysis.json', 'baseline-places.json'])('follows %s', async (file) => {
    await ashlar('analyze', '.', '--json', 'analysis.json');
    await ashlar('check', '--update-baseline', '--baseline', 'baseline-places.json');
    const { code, stdout } = await ashlar('analyze', '.', '--previous', file);
    expect(stdout).toMatch(kept);
    expect(code).toBe(0);
  });

  it('follows the baseline unless told not to', async () => {
    await ashlar('check', '--update-baseline');
    expect((await ashlar('analyze', '.')).stdout).toMatch(kept);
    expect((await ashlar('analyze', '.', '--no-previous')).stdout).not.toMatch(kept);
    put('other.yaml', config('libraries: [billing/store.ts]\n'));
    expect((await ashlar('analyze', '.', '--config', 'other.yaml')).stdout).not.toMatch(kept);
    rmSync(join(folder, 'ashlar-baseline.json'));
    expect((await ashlar('analyze', '.')).stdout).not.toMatch(kept);
  });

  it.each([
    ['nothing.json', '', 'CLI_FILE_UNREADABLE'],
    ['half.json', '{', 'CLI_FILE_INVALID'],
    ['other.json', '{"schemaVersion": 1}', 'ANALYZER_ANALYSIS_INVALID'],
    ['old.json', '{"schemaVersion": 1, "violations": []}', 'does not say where the domains are'],
  ])('refuses %s', async (file, text, said) => {
    if (text !== '') put(file, text);
    const { code, stderr } = await ashlar('analyze', '.', '--previous', file);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });
});

describe('ashlar what-if and cluster', () => {
  it('show what a move changes', async () => {
    const { stdout } = await ashlar('what-if', '--move', 'orders/routes.ts=stock');
    expect(stdout).toContain('`orders/routes.ts`: orders → stock');
  });

  it.each([
    ['orders/routes.ts=stock', 'pins orders/routes.ts to orders', 'no domain'],
    ['orders/routes.ts=orders', '', 'note'],
    [
      'orders/routes.ts=stokc',
      'no domain stokc: the move makes a new one; did you mean stock?',
      '?!',
    ],
    ['orders/routes.ts=parcels', 'no domain parcels: the move makes a new one\n', 'did you mean'],
  ])('note what is odd about %s', async (move, said, unsaid) => {
    for (const more of [[], ['--json']]) {
      const { code, stderr } = await ashlar('what-if', '--move', move, ...more);
      expect(stderr).toContain(said);
      expect(stderr).not.toContain(unsaid);
      expect(code).toBe(0);
    }
  });

  it('know the pins when they read an analysis that was written', async () => {
    await ashlar('analyze', '.', '--json', 'written.json');
    const { stderr } = await ashlar(
      ...['what-if', '--move', 'orders/routes.ts=stock', '--from', 'written.json'],
    );
    expect(stderr).toContain('pins orders/routes.ts to orders');
  });

  it('refuse a thing that is not there', async () => {
    const { code, stderr } = await ashlar('what-if', '--move', 'nothing.ts=stock');
    expect(stderr).toContain('ANALYZER_UNKNOWN_THING');
    expect(code).toBe(2);
  });

  it('cut a graph', async () => {
    const nodes = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'];
    const edges = [
      ['a1', 'a2'],
      ['a2', 'a3'],
      ['a1', 'a3'],
      ['b1', 'b2'],
      ['b2', 'b3'],
      ['b1', 'b3'],
    ].map(([from, to]) => ({ from, to, layer: 'import', weight: 1 }));
    put('graph.json', JSON.stringify({ nodes, edges }));
    const { stdout } = await ashlar('cluster', '--graph', 'graph.json', '--json', '-');
    const { assignment } = JSON.parse(stdout);
    expect(new Set([assignment.a1, assignment.a2, assignment.a3]).size).toBe(1);
    expect(assignment.a1).not.toBe(assignment.b1);
  });

  it('score a cut against a reference, and keep to constraints', async () => {
    put('parts.json', JSON.stringify({ a1: 'a', a2: 'a', a3: 'a', b1: 'b', b2: 'b', b3: 'b' }));
    const { stdout } = await ashlar(
      'cluster',
      '--graph',
      'graph.json',
      '--reference',
      'parts.json',
    );
    expect(stdout).toMatch(/AMI: 1\n +ARI: 1\n +MoJoFM: 100\n +pair-F1: 1$/m);
    put('wishes.json', JSON.stringify({ cannotLink: [['a1', 'a2']], mustLink: [['a1', 'b1']] }));
    const wished = await ashlar(
      ...['cluster', '--graph', 'graph.json', '--constraints', 'wishes.json'],
      ...['--reference', 'parts.json', '--json', '-'],
    );
    const { assignment, agreement } = JSON.parse(wished.stdout);
    expect(assignment.a1).toBe(assignment.b1);
    expect(assignment.a1).not.toBe(assignment.a2);
    expect(agreement.adjustedMutualInformation).toBeLessThan(1);
  });

  it.each([
    ['--constraints', '{"mustLink": ["a1"]}', 'CLI_FILE_INVALID'],
    ['--constraints', '{"mustlink": []}', 'CLI_FILE_INVALID'],
    ['--constraints', '{"mustLink": [["a1", "z"]]}', 'ANALYZER_GRAPH_INVALID'],
    ['--reference', '[]', 'ANALYZER_REFERENCE_INVALID'],
  ])('refuse %s %s', async (option, text, code) => {
    put('bad.json', text);
    const answer = await ashlar('cluster', '--graph', 'graph.json', option, 'bad.json');
    expect(answer.stderr).toContain(code);
    expect(answer.code).toBe(2);
  });
});
