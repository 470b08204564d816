import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-bad-input-'));
let taken: Server;
let takenPort = 0;

function files(folder: string, contents: Record<string, string>): string {
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(home, folder, path)), { recursive: true });
    writeFileSync(join(home, folder, path), content);
  }
  return folder;
}

const shop = {
  'orders.ts': "import { tax } from './tax.ts';\nexport const total = tax;\n",
  'tax.ts': 'export const tax = 1;\n',
};

beforeAll(async () => {
  mkdirSync(join(home, 'empty'));
  files('shop', shop);
  files('broken-yaml', { ...shop, 'ashlar.yaml': 'schemaVersion: 1\ndomains: {' });
  files('newer-yaml', { ...shop, 'ashlar.yaml': 'schemaVersion: 99' });
  files('.', {
    'routes.yaml':
      'schemaVersion: 1\nupstreams: {monolith: "http://127.0.0.1:1"}\nroutes: [{match: /**, state: monolith}]\n',
    'bad-routes.yaml': 'schemaVersion: 1\nupstreams: {}\nroutes: [{match: /**, state: sideways}]\n',
    'newer-routes.yaml': 'schemaVersion: 99\nupstreams: {}\nroutes: []\n',
    'not-a-pact.json': '{"hello": 1}',
    'not-a-database.sqlite':
      'this is no database, but it is long enough to be taken for one by somebody',
  });
  taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  takenPort = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  taken.close();
  rmSync(home, { recursive: true, force: true });
});

const dead = 'http://127.0.0.1:9';
const refusals: [what: string, args: () => string[], code: string][] = [
  [
    'an unknown folder',
    () => ['analyze', 'nowhere', '--json', 'out.json'],
    'ANALYZER_ROOT_NOT_FOUND',
  ],
  ['an empty folder', () => ['analyze', 'empty', '--json', 'out.json'], 'ANALYZER_NO_SOURCES'],
  ['nothing to move', () => ['what-if', '--from', 'shop'], 'CLI_USAGE'],
  [
    'a broken ashlar.yaml',
    () => ['analyze', 'broken-yaml', '--json', 'out.json'],
    'CLI_CONFIG_INVALID',
  ],
  [
    'a too new ashlar.yaml',
    () => ['analyze', 'newer-yaml', '--json', 'out.json'],
    'CLI_CONFIG_TOO_NEW',
  ],
  [
    'a configuration that is not there',
    () => ['analyze', 'shop', '--config', 'no.yaml'],
    'CLI_CONFIG_NOT_FOUND',
  ],
  [
    'a result that cannot be written',
    () => ['analyze', 'shop', '--json', 'shop/tax.ts/a.json'],
    'CLI_WRITE_FAILED',
  ],
  ['a route table that is not there', () => ['proxy', 'no.yaml'], 'PROXY_ROUTES_NOT_FOUND'],
  ['a route table that does not fit', () => ['proxy', 'bad-routes.yaml'], 'PROXY_ROUTES_INVALID'],
  ['a too new route table', () => ['proxy', 'newer-routes.yaml'], 'PROXY_ROUTES_TOO_NEW'],
  [
    'a proxy port in use',
    () => ['proxy', 'routes.yaml', '--port', String(takenPort), '--admin-port', '0'],
    'PROXY_PORT_IN_USE',
  ],
  [
    'no proxy at the admin address',
    () => ['proxy', 'status', '--admin', dead],
    'PROXY_ADMIN_UNREACHABLE',
  ],
  [
    'a broker port in use',
    () => ['broker', '--port', String(takenPort), '--database', ':memory:'],
    'CONTRACTS_BROKER_PORT_UNAVAILABLE',
  ],
  [
    'a broker store that is none',
    () => ['broker', '--port', '0', '--database', 'not-a-database.sqlite'],
    'CONTRACTS_BROKER_STORE_UNREADABLE',
  ],
  [
    'a pact that is none',
    () => ['publish', 'not-a-pact.json', '--consumer-app-version', '1', '--broker-url', dead],
    'CONTRACTS_PACT_FILE_INVALID',
  ],
  [
    'a dead broker',
    () => [
      'can-i-deploy',
      '--pacticipant',
      'shop',
      '--version',
      '1',
      '--to-environment',
      'production',
      '--broker-url',
      dead,
    ],
    'CONTRACTS_BROKER_UNREACHABLE',
  ],
  ['no broker at all', () => ['pacts'], 'CLI_BROKER_MISSING'],
];

describe('bad input', () => {
  it.each(refusals)(
    '%s is refused with a code and a hint, and nothing is written',
    async (_what, args, code) => {
      const env = { PACT_BROKER_BASE_URL: '' };
      const ran = await runCommand(args(), { cwd: home, env, timeoutMs: 30_000 });
      expect(ran.stderr).toContain(`error ${code}: `);
      expect(ran.stderr).toMatch(/\n {2}hint: .{10,}/);
      expect(ran.code).toBe(2);
      expect(ran.stdout).toBe('');
      expect(existsSync(join(home, 'out.json'))).toBe(false);
    },
  );

  it('a misspelt command is refused with a suggestion', async () => {
    const ran = await runCommand(['analyse', '.'], { cwd: home });
    expect(ran.stderr).toContain('Did you mean analyze?');
    expect(ran.code).toBe(2);
  });

  it('a broken store is left as it was', () => {
    expect(readFileSync(join(home, 'not-a-database.sqlite'), 'utf8')).toMatch(
      /^this is no database/,
    );
  });
});

describe('bad source files', () => {
  interface Unresolved {
    kind: string;
    file: string;
    reason: string;
  }

  async function unresolved(folder: string): Promise<Unresolved[]> {
    const ran = await runCommand(['analyze', folder, '--json', '-'], { cwd: home });
    expect(ran.stderr).not.toContain('error ');
    expect(ran.code).toBe(0);
    return JSON.parse(ran.stdout).unresolved;
  }

  it('a syntax error becomes an entry under unresolved, and the rest is read', async () => {
    files('syntax', { ...shop, 'broken.ts': 'export const = ;\n' });
    expect(await unresolved('syntax')).toContainEqual(
      expect.objectContaining({ kind: 'file', file: 'broken.ts' }),
    );
  });

  it('a broken tsconfig becomes an entry under unresolved', async () => {
    files('tsconfig', { ...shop, 'tsconfig.json': '{ "compilerOptions": { "paths": ' });
    expect(await unresolved('tsconfig')).toContainEqual(
      expect.objectContaining({ kind: 'config', file: 'tsconfig.json' }),
    );
  });

  it('a source file that cannot be read becomes an entry under unresolved', async () => {
    files('dangling', shop);
    execFileSync('ln', ['-s', 'nowhere.ts', join(home, 'dangling/link.ts')]);
    expect(await unresolved('dangling')).toContainEqual(
      expect.objectContaining({ kind: 'file', file: 'link.ts' }),
    );
  });

  it('a named pipe called like a source file does not hang the run', async () => {
    files('pipe', shop);
    execFileSync('mkfifo', [join(home, 'pipe/pipe.ts')]);
    await unresolved('pipe');
  });
});
