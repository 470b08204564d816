import type { DetectorCase } from '../detector-case.ts';

/** Commands of a command line, and stores beside the database. */
export const STORE_CASES: DetectorCase[] = [
  {
    detector: 'commands',
    name: 'knows builders, command modules, decorated classes and oclif',
    files: {
      'cli.ts': `import { Command, program } from 'commander';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { seed } from './seed';
import { close, load } from './work';
program.command('import <file>').description('x').action(load);
const shop = new Command();
const closing = shop.command('close-orders [day]');
closing.action(async () => { await close(); });
export const serve = new Command('serve').action(load);
yargs(hideBin(process.argv)).command('report <month>', 'x', (y) => y, () => {}).command(seed).command('$described', 'x').parse();
editor.command('bold');`,
      'work.ts': `export async function load() {}
export async function close() {}`,
      'seed.ts': `import type { CommandModule } from 'yargs';
import { load } from './work';
export const seed: CommandModule = { command: ['seed', 's'], handler: load };`,
      'verbs/prune.js': `exports.command = 'prune <days>';
exports.handler = async function prune() {};`,
      'sync.command.ts': `import { Command, CommandRunner } from 'nest-commander';
@Command({ name: 'sync', description: 'x' })
export class SyncCommand extends CommandRunner { async run() {} }`,
      'commands/stock/count.ts': `import { Command } from '@oclif/core';
export default class Count extends Command { async run() {} }`,
    },
    expected: [
      'cli.ts:6 command import',
      'cli.ts:8 command close-orders',
      'cli.ts:10 command serve',
      'cli.ts:11 command report',
      'cli.ts:11 command seed',
      'verbs/prune.js:1 command prune',
      'sync.command.ts:3 command sync',
      'commands/stock/count.ts:2 command stock:count',
    ],
    handlers: [
      'cli.ts:6 import -> work.ts#load',
      'cli.ts:8 close-orders -> cli.ts#',
      'cli.ts:10 serve -> work.ts#load',
      'cli.ts:11 report -> cli.ts#',
      'cli.ts:11 seed -> work.ts#load',
      'verbs/prune.js:1 prune -> verbs/prune.js#prune',
      'sync.command.ts:3 sync -> sync.command.ts#SyncCommand.run',
      'commands/stock/count.ts:2 stock:count -> commands/stock/count.ts#Count.run',
    ],
  },
  {
    detector: 'redis',
    name: 'names keys as far as they are literal',
    files: {
      'keys.ts': `export const CART = 'cart';`,
      'shop.ts': `import Redis from 'ioredis';
import { CART } from './keys';
const redis = new Redis();
export class Shop {
  constructor(private readonly client: Redis) {}
  async run(id, key) {
    await redis.get('settings');
    await redis.set(\`session:\${id}\`, '1');
    await this.client.hset(\`\${CART}:\${id}:items\`, 'a', 1);
    await redis.incr('visits:' + id);
    await redis.del(['a', key, \`b:\${id}\`]);
    await redis.get(key);
    new Map().set('plain', 1);
  }
}`,
      'other.ts': `import { createClient } from 'redis';
const client = createClient();
export const run = (id) => client.hGetAll(\`user:\${id}\`);`,
    },
    expected: [
      'shop.ts:7 read redis settings',
      'shop.ts:8 write redis session:*',
      'shop.ts:9 write redis cart:*',
      'shop.ts:10 write redis visits:*',
      'shop.ts:11 write redis a',
      'shop.ts:11 write redis b:*',
      'other.ts:3 read redis user:*',
    ],
    unresolved: ['shop.ts:11 store: key is computed', 'shop.ts:12 store: key is computed'],
  },
  {
    detector: 'elasticsearch',
    name: 'names the indices of searches, writes and mappings',
    files: {
      'search.ts': `import { Client } from '@elastic/elasticsearch';
const client = new Client({ node: 'x' });
const INDEX = 'products';
export async function run(name) {
  await client.search({ index: INDEX, query: {} });
  await client.index({ index: 'orders', document: {} });
  await client.indices.create({ index: 'stock' });
  await client.mget({ index: ['a', 'b'] });
  await client.search({ index: name });
  await [1].search({ index: 'plain' });
}`,
    },
    expected: [
      'search.ts:5 read elasticsearch products',
      'search.ts:6 write elasticsearch orders',
      'search.ts:7 ddl elasticsearch stock',
      'search.ts:8 read elasticsearch a',
      'search.ts:8 read elasticsearch b',
    ],
    unresolved: ['search.ts:9 store: index is computed'],
  },
  {
    detector: 'elasticsearch',
    name: 'names the indices of each part of a bulk, and families of them',
    files: {
      'bulk.ts': `import { Client } from '@elastic/elasticsearch';
const client = new Client({ node: 'x' });
const INDEX = 'orders';
export async function run(day, docs, operations) {
  await client.bulk({ operations: [{ index: { _index: 'a' } }, {}, { delete: { _index: INDEX, _id: '1' } }] });
  await client.bulk({ body: docs.flatMap((doc) => [{ index: { _index: 'b' } }, doc]) });
  await client.helpers.bulk({ datasource: docs, onDocument() { return { index: { _index: 'c' } }; } });
  await client.helpers.bulk({ datasource: docs, onDocument: (doc) => [{ update: { _index: \`d-\${day}\` } }, doc] });
  await client.index({ index: \`logs-\${day}\`, document: {} });
  const index = 'events-' + day;
  await client.search({ index });
  await client.bulk({ index: 'e', operations: docs.flatMap((doc) => [{ index: {} }, doc]) });
  const body = [];
  for (const doc of docs) body.push({ index: { _index: 'f' } }, doc);
  await client.bulk({ body });
  await client.mget({ docs: [{ _index: 'g', _id: '1' }] });
  await client.msearch({ searches: [{ index: 'h' }, { query: {} }, { index: day }] });
  await client.helpers.scrollSearch({ index: 'i,j' });
  await client.reindex({ source: { index: 'k' }, dest: { index: 'l' } });
  await client.bulk({ operations });
}`,
    },
    expected: [
      'bulk.ts:5 write elasticsearch a',
      'bulk.ts:5 write elasticsearch orders',
      'bulk.ts:6 write elasticsearch b',
      'bulk.ts:7 write elasticsearch c',
      'bulk.ts:8 write elasticsearch d-*',
      'bulk.ts:9 write elasticsearch logs-*',
      'bulk.ts:11 read elasticsearch events-*',
      'bulk.ts:12 write elasticsearch e',
      'bulk.ts:15 write elasticsearch f',
      'bulk.ts:16 read elasticsearch g',
      'bulk.ts:17 read elasticsearch h',
      'bulk.ts:18 read elasticsearch i',
      'bulk.ts:18 read elasticsearch j',
      'bulk.ts:19 read elasticsearch k',
      'bulk.ts:19 write elasticsearch l',
    ],
    unresolved: ['bulk.ts:17 store: index is computed', 'bulk.ts:20 store: index is computed'],
  },
];
