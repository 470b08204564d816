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
program.command('import <file>').description('x').action(() => {});
const shop = new Command();
shop.command('close-orders [day]').action(() => {});
yargs(hideBin(process.argv)).command('report <month>', 'x', (y) => y, () => {}).command(seed).command('$described', 'x').parse();
editor.command('bold');`,
      'seed.ts': `export const seed = { command: ['seed', 's'], handler: async () => {} };`,
      'sync.command.ts': `import { Command, CommandRunner } from 'nest-commander';
@Command({ name: 'sync', description: 'x' })
export class SyncCommand extends CommandRunner { async run() {} }`,
      'commands/stock/count.ts': `import { Command } from '@oclif/core';
export default class Count extends Command { async run() {} }`,
    },
    expected: [
      'cli.ts:5 command import',
      'cli.ts:7 command close-orders',
      'cli.ts:8 command report',
      'cli.ts:8 command seed',
      'sync.command.ts:3 command sync',
      'commands/stock/count.ts:2 command stock:count',
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
  },
];
