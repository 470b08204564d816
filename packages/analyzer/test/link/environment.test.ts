import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const FILES = {
  'names.ts': `export const PORT = 'PORT'; export const KEYS = { url: 'SHOP_URL' } as const;`,
  'env.ts': `import { env as own } from 'node:process';
import { PORT, KEYS } from './names.ts';
const PREFIX = 'SHOP_';
export const port = process.env[PORT];
export const url = process.env?.[KEYS.url];
export const key = import.meta.env[\`\${PREFIX}KEY\`];
export const quoted = process.env['QUOTED'];
export const plain = process.env[\`PLAIN\`];
export function read(name: string) { return process.env[name]; }
export function drop(names: string[]) { for (const k of names) delete process.env[k]; }
const NAMES = ['FIRST', 'SECOND'];
for (const name of NAMES) process.env[name] ??= '';
export const missing = NAMES.filter((name) => process.env[name] === undefined);
function required(name: string) { return process.env[name] ?? process.env[\`\${name}_FILE\`]; }
export const shop = () => [required('SHOP'), required('TILL')];
export const other = (context) => context.env[PORT];`,
  'imported.ts': `import { env } from 'node:process';
export const read = (name) => env[name];
export const port = env.PORT;`,
  'named.ts': `const env = process.env;
export const read = (name) => env[name];
export const port = env.PORT;`,
  'out-of.ts': `const env = process.env;
const { HOST, SECRET: secret } = env;
const { mine } = context.env;`,
  'runtimes.ts': `export const all = [Bun.env.BUN_KEY, Deno.env.get('DENO_KEY'), Deno.env.has("FLAG")];
const { BUN_HOST } = Bun.env;
export const read = (name) => Deno.env.get(name);`,
  'other.ts': `const env = process.env.NODE_ENV;
export const read = (name) => env[name];`,
};

it('names of environment variables are folded where constant, else listed', async () => {
  const { environment, unresolved } = await extractFacts(temporaryTree(FILES));
  expect(environment.map(({ file, key, line }) => `${file}:${line} ${key}`)).toEqual([
    'env.ts:4 PORT',
    'env.ts:5 SHOP_URL',
    'env.ts:6 SHOP_KEY',
    'env.ts:7 QUOTED',
    'env.ts:8 PLAIN',
    'env.ts:12 FIRST',
    'env.ts:12 SECOND',
    'env.ts:13 FIRST',
    'env.ts:13 SECOND',
    'env.ts:15 SHOP',
    'env.ts:15 SHOP_FILE',
    'env.ts:15 TILL',
    'env.ts:15 TILL_FILE',
    'imported.ts:3 PORT',
    'named.ts:3 PORT',
    'other.ts:1 NODE_ENV',
    'out-of.ts:2 HOST',
    'out-of.ts:2 SECRET',
    'runtimes.ts:1 BUN_KEY',
    'runtimes.ts:1 DENO_KEY',
    'runtimes.ts:1 FLAG',
    'runtimes.ts:2 BUN_HOST',
  ]);
  expect(unresolved.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([
    'env.ts:9 process.env[name]',
    'env.ts:10 process.env[k]',
    'imported.ts:2 env[name]',
    'named.ts:2 env[name]',
    'runtimes.ts:3 Deno.env.get(name)',
  ]);
});
