import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-files-'));
const generator = join(import.meta.dirname, '../../../tools/openapi-types/node_modules');

const event = (type: string) =>
  JSON.stringify({ type: 'object', properties: { id: { type } }, required: ['id'] });

beforeAll(async () => {
  const files = {
    'v1.json': event('integer'),
    'v2.json': event('number'),
    'openapi.json': JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'inventory', version: '1' },
      paths: { '/stock': { get: { responses: { 200: { description: 'the stock' } } } } },
    }),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
  await mkdir(join(home, 'project'));
  symlinkSync(generator, join(home, 'project/node_modules'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('ashlar evolve', () => {
  it.each([
    [['v1.json', 'v2.json', '--mode', 'backward'], 0, 'Yes: v2.json is backward compatible.'],
    [['v1.json', 'v2.json'], 1, 'id may be number, and integer is read [forward]'],
    [['v1.json'], 2, 'There are not two versions to compare.'],
    [['v1.json', 'gone.json'], 2, 'Cannot read gone.json.'],
  ])('%j exits with %i', async (args, code, said) => {
    const ran = await runCommand(['evolve', ...args], { cwd: home });
    expect(ran.stdout + ran.stderr).toContain(said);
    expect(ran.code).toBe(code);
  });
});

describe('ashlar client', () => {
  it('writes types and a client, and leaves a client that is there', async () => {
    const cwd = join(home, 'project');
    const args = ['client', '../openapi.json', '--output', 'src/stock-api.ts'];
    const first = await runCommand(args, { cwd });
    expect(first.code, first.stderr).toBe(0);
    expect(readFileSync(join(cwd, 'src/stock-api.types.ts'), 'utf8')).toContain('"/stock"');
    const client = join(cwd, 'src/stock-api.ts');
    expect(readFileSync(client, 'utf8')).toContain('createStockApiClient(baseUrl: string)');
    writeFileSync(client, '// mine\n');
    expect((await runCommand(args, { cwd })).stderr).toContain('stays as it is');
    expect(readFileSync(client, 'utf8')).toBe('// mine\n');
  });

  it('says what to install', async () => {
    const ran = await runCommand(['client', 'openapi.json', '--output', 'a.ts'], { cwd: home });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('npm i -D openapi-typescript');
    expect(existsSync(join(home, 'a.ts'))).toBe(false);
  });
});
