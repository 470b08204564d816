import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingFetch, SECRETS, shop, startBookshop } from './bookshop.ts';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-draft-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
const run = (...args: string[]) =>
  runCommand(args, { cwd: home, env: { GIT_CEILING_DIRECTORIES: home } });
const parties = ['--consumer', 'web', '--provider', 'bookshop'];

let bookshop: { url: string; server: Server };
beforeAll(async () => {
  bookshop = await startBookshop();
  const { send, har } = recordingFetch();
  await shop(bookshop.url, send);
  writeFileSync(join(home, 'bookshop.har'), har());
});
afterAll(() => {
  bookshop.server.close();
  rmSync(home, { recursive: true, force: true });
});

function everyByte(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('ashlar draft', () => {
  it('draws up what the traffic shows, without a byte of what is secret', async () => {
    const { code, stdout } = await run('draft', '--from', 'bookshop.har', ...parties);
    expect(code).toBe(0);
    expect(stdout).toContain('the document allows the pact: yes');
    expect(stdout).toContain('GET /books/{slug} (4 samples)');
    expect(stdout).toContain('answers 200 with subtitle: 1 sample');
    expect(readdirSync(join(home, 'drafts'))).toEqual([
      'bookshop.openapi.yaml',
      'bookshop.states.mjs',
      'web-bookshop.json',
      'web-bookshop.md',
    ]);
    const written = everyByte(join(home, 'drafts')) + stdout;
    for (const secret of Object.values(SECRETS)) expect(written).not.toContain(secret);
  });

  it('has a document that compare says yes to', async () => {
    const { code, stdout } = await run(
      'compare',
      'drafts/web-bookshop.json',
      'drafts/bookshop.openapi.yaml',
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('\nYes: ')]);
  });

  it('is the same bytes again', async () => {
    const before = everyByte(join(home, 'drafts'));
    await run('draft', '--from', 'bookshop.har', ...parties);
    expect(everyByte(join(home, 'drafts'))).toBe(before);
  });

  it('gates nothing: it is not published, and a verifier does not fail on it', async () => {
    const publish = ['publish', 'drafts', '--broker-url', 'http://127.0.0.1:1', '-a', '1'];
    const { code, stderr } = await run(...publish);
    expect([code, stderr]).toEqual([2, expect.stringContaining('CONTRACTS_ONLY_DRAFTS')]);
    const nobody = ['verify', '--provider', 'bookshop', '--provider-base-url', bookshop.url];
    const verified = await run(...nobody, '--pact', 'drafts/web-bookshop.json');
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    expect(verified.stdout).toContain('pending: does not count yet');
  });

  it('becomes a contract when a person accepts it, and holds for the app it came from', async () => {
    const { code, stdout } = await run(
      'accept',
      'drafts',
      '--only',
      'GET /',
      'POST /session',
      '--by',
      'Ana',
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('accepted 10 of web -> bookshop')]);
    const broker = await startBroker();
    try {
      const published = await run(
        'publish',
        'pacts',
        '--broker-url',
        broker.url,
        '-a',
        '1.0.0',
        '--branch',
        'main',
      );
      expect(published.code, published.stderr).toBe(0);
      const deploy = await run(
        ...['can-i-deploy', '--broker-url', broker.url, '--pacticipant', 'web'],
        ...['--version', '1.0.0', '--pacticipant', 'bookshop', '--latest'],
      );
      expect(deploy.code).toBe(1);
    } finally {
      broker.child.kill('SIGTERM');
    }
    const verified = await run(
      ...['verify', '--provider', 'bookshop', '--provider-base-url', bookshop.url],
      ...['--header', `Authorization: Bearer ${SECRETS.token}`, '--pact', 'pacts'],
      ...['--state-handlers', 'drafts/bookshop.states.mjs'],
    );
    const outcome = verified.stdout.split('\n').filter((line) => /^ {2}[✓✗~]/.test(line));
    // With a token for everybody, nobody is refused; and the password of the draft is none.
    expect(outcome.filter((line) => !line.startsWith('  ✓'))).toEqual([
      expect.stringContaining('GET /me answers 401'),
      expect.stringContaining('POST /session answers 200'),
    ]);
    expect(outcome.length).toBe(10);
  });

  it('does not draw up again what has been accepted', async () => {
    const { stdout } = await run('draft', '--from', 'bookshop.har', ...parties);
    expect(stdout).toContain('left out: 10 interactions that are contracts already');
  });

  it.each([
    [['draft'], 'CLI_USAGE'],
    [['draft', '--from', 'bookshop.har'], 'CLI_USAGE'],
    [['draft', '--from', 'nowhere.har', ...parties], 'CONTRACTS_RECORDING_UNREADABLE'],
    [
      ['draft', '--from', 'pacts/web-bookshop.accepted.json', ...parties],
      'CONTRACTS_RECORDING_INVALID',
    ],
    [['accept', 'drafts'], 'CLI_USAGE'],
    [['accept', 'drafts', '--only', 'PATCH', '--by', 'Ana'], 'CONTRACTS_NO_DRAFTS'],
  ])('%s: %s', async (args, expected) => {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`error ${expected}`)]);
  });
});

describe('the traffic of the example', () => {
  const example = join(import.meta.dirname, '../../../examples/monolith');

  it('gives drafts that its document allows, without what is secret', async () => {
    const from = join(example, 'traffic/storefront.har');
    const out = ['--consumer', 'web', '--provider', 'shop', '--out', 'storefront'];
    const { code, stdout } = await run('draft', '--from', from, ...out);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /POST \/checkout \(3 samples\)\n\s+answers 201: 2 samples.*\n\s+answers 409: 1 sample/,
    );
    const written = everyByte(join(home, 'storefront')) + stdout;
    for (const secret of [
      'anna@granite.example',
      'granite-demo-customer',
      'wrong-password',
      'eyJ',
    ]) {
      expect(readFileSync(from, 'utf8')).toContain(secret);
      expect(written).not.toContain(secret);
    }
    const compared = await run(
      'compare',
      'storefront/web-shop.json',
      join(example, 'openapi.yaml'),
    );
    expect(compared.code, compared.stdout).toBe(0);
  });
});

describe('ashlar draft --from-seam', () => {
  it('says what of the example can cross, and compare says yes to what is drawn up', async () => {
    const code = join(import.meta.dirname, '../../../examples/monolith');
    const from = ['draft', '--from-seam', 'inventory', '--code', code, '--consumer', 'shop'];
    const {
      code: exit,
      stdout,
      stderr,
    } = await runCommand([...from, '--out', 'seams'], {
      cwd: home,
      timeoutMs: 250_000,
    });
    expect(exit, stderr).toBe(0);
    expect(stdout).toMatch(
      /safe: crosses as it is \(4\)[\s\S]*cannot cross[\s\S]*InventoryGateway.reserve/,
    );
    expect(stdout).toContain('request.scope.within: PgDatabase is a handle on a transaction');
    const compared = await run(
      'compare',
      'seams/shop-inventory.json',
      'seams/inventory.openapi.yaml',
    );
    expect(compared.code, compared.stdout).toBe(0);
  });

  it('writes tests that fit the types of the monolith, and that would not if they said otherwise', () => {
    const skeleton = join(home, 'seams/seam/shop-inventory.pact.test.ts');
    expect(typesOf(skeleton)).toEqual([]);
    const text = readFileSync(skeleton, 'utf8');
    writeFileSync(skeleton, text.replace('onHand: number(1)', "onHand: string('one')"));
    expect(typesOf(skeleton)).toEqual([expect.stringContaining("Type 'string' is not assignable")]);
    writeFileSync(skeleton, text);
  });
});

/** What the compiler says of a file, against the built package. */
function typesOf(file: string): readonly string[] {
  const modules = join(import.meta.dirname, '../../../node_modules');
  const options = {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2024'],
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    typeRoots: [join(modules, '@types')],
    types: ['node'],
    paths: {
      '@ashlar/contracts/vitest': [join(modules, '@ashlar/contracts/dist/vitest/index.d.ts')],
      vitest: [join(modules, 'vitest/dist/index.d.ts')],
    },
  };
  const config = join(home, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions: options, files: [file] }));
  const { stdout, status } = spawnSync(
    join(modules, '.bin/tsc'),
    ['-p', config, '--pretty', 'false'],
    {
      encoding: 'utf8',
    },
  );
  return status === 0 ? [] : stdout.trim().split('\n').slice(-1);
}

describe('ashlar proxy with a route that is recorded', () => {
  it('leaves redacted samples that draft reads', async () => {
    const table = {
      schemaVersion: 1,
      upstreams: { monolith: bookshop.url },
      routes: [{ match: '/**', state: 'monolith', record: { sample: 1, redact: ['note'] } }],
    };
    writeFileSync(join(home, 'routes.json'), JSON.stringify(table));
    const proxy = await start('proxy', 'routes.json', '--port', '0', '--admin-port', '0');
    await shop(proxy.url);
    const ended = new Promise((resolve) => proxy.child.once('close', resolve));
    proxy.child.kill('SIGTERM');
    await ended;
    const [file, ...others] = readdirSync(join(home, 'recordings'));
    expect([file, others]).toEqual([expect.stringMatching(/^root\..*\.jsonl$/), []]);
    const recorded = everyByte(join(home, 'recordings'));
    expect(recorded.trimEnd().split('\n').length).toBe(16);
    for (const secret of [...Object.values(SECRETS), 'as a gift']) {
      expect(recorded).not.toContain(secret);
    }
    const { code, stdout } = await run(
      ...['draft', '--from', 'recordings', '--consumer', 'app', '--provider', 'bookshop'],
      ...['--out', 'recorded'],
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('GET /books/{slug} (4 samples)')]);
    expect(stdout).toContain('the document allows the pact: yes');
  });
});

function startBroker(): Promise<{ url: string; child: ChildProcess }> {
  return start('broker', '--port', '0', '--database', ':memory:');
}

function start(...args: string[]): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => {
      resolve({ url: (JSON.parse(line) as { listening: string }).listening, child });
    });
  });
}
