import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

async function unreadOf(files: Record<string, string>): Promise<string[]> {
  const { unresolved, stats } = await extractFacts(temporaryTree(files));
  return [
    ...unresolved
      .filter(({ kind }) => kind === 'access')
      .map(({ file, line, text, calls }) => `${file}:${line} ${text} ${calls}`),
    ...(stats.unread ?? []).map((one) => `${one.package}: ${one.files} files, ${one.calls} calls`),
  ];
}

const GRAPH = `import Neode from 'neode';
export const graph = new Neode('bolt://db');`;

describe('stores that no detector reads', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'are listed by file, with calls on values that come from them',
      {
        'graph.ts': GRAPH,
        'orders.ts': `import { graph } from './graph';
export async function list() {
  const orders = graph.model('Order');
  return orders.all();
}`,
        'other.ts': 'export const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);',
      },
      ['graph.ts:1 neode 1', 'orders.ts:3 neode 2', 'neode: 2 files, 3 calls'],
    ],
    [
      'are listed where they are imported and no call can be told',
      { 'store.js': "const { Entity } = require('electrodb');\nexports.Entity = Entity;" },
      ['store.js:1 electrodb 0', 'electrodb: 1 files, 0 calls'],
    ],
    [
      'are followed by the type of a parameter, and types alone use nothing',
      {
        'types.ts': "import type { Database } from 'ueberdb2';\nexport type Db = Database;",
        'pads.ts': `import type { Database } from 'ueberdb2';
export class Pads { constructor(private db: Database) {} load(id: string) { return this.db.get(id); } }`,
      },
      ['pads.ts:2 ueberdb2 1', 'ueberdb2: 1 files, 1 calls'],
    ],
    [
      'are the layer of a codebase of its own that is chosen when it starts',
      {
        'src/database/index.js':
          "const nconf = require('nconf');\nconst primary = require('./' + nconf.get('database'));\nmodule.exports = primary;",
        'src/database/mongo.js':
          "const connection = require('./mongo/connection');\nexports.getObject = async (key) => connection.get(key);",
        'src/database/mongo/connection.js': "const { MongoClient } = require('mongodb');",
        'src/database/redis.js': "const db = require('.');\ndb.getObject('x');",
        'src/user.js': `const db = require('./database');
exports.load = async (uid) => db.getObject('user:' + uid);
exports.all = () => db.getSortedSetRange('users', 0, -1).then((all) => all.map((one) => one.id));`,
        'src/lazy.js':
          "exports.clear = () => { const db = require('./database'); return db.delete('x'); };",
        'src/views/index.js': "module.exports = require('./' + process.env.THEME);",
        'src/views/dark.js': 'exports.color = () => 1;',
        'src/page.js': "const views = require('./views');\nviews.color();",
      },
      [
        'src/lazy.js:1 src/database/index.js 1',
        'src/user.js:2 src/database/index.js 2',
        'src/database/index.js: 2 files, 3 calls',
      ],
    ],
    [
      'are only the part of a package that is a store',
      {
        'auth.ts': `import admin from 'firebase-admin';
import { getAuth } from 'firebase-admin/auth';
export const check = (t: string) => admin.auth().verifyIdToken(t);
export const user = () => getAuth().getUser('1');`,
        'data.ts': `import admin from 'firebase-admin';
export const order = () => admin.database().ref('orders/1').get();`,
        'modular.ts':
          "import { getDatabase } from 'firebase-admin/database';\nexport const db = getDatabase();",
      },
      [
        'data.ts:2 firebase-admin 1',
        'modular.ts:1 firebase-admin 1',
        'firebase-admin: 2 files, 2 calls',
      ],
    ],
    [
      'are no folders of the codebase of the same name',
      {
        'tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
        'orm/index.ts': 'export const find = () => 1;',
        'use.ts': "import { find } from 'orm';\nexport const one = find();",
      },
      [],
    ],
    [
      'do not count where a detector read the text on that line',
      {
        'db.ts': `import massive from 'massive';
export const list = async () => (await massive('db')).query('SELECT id FROM orders');`,
        'more.ts': `import massive from 'massive';
export const list = async () => (await massive('db')).query('SELECT id FROM orders');
export const all = async () => (await massive('db')).orders.find({});`,
      },
      ['more.ts:1 massive 2', 'massive: 1 files, 2 calls'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await unreadOf(files)).toEqual(expected);
  });
});
