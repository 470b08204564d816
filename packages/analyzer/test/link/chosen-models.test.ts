import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const MODEL = (name: string): string => `import mongoose from 'mongoose';
export const ${name} = mongoose.model('${name}', new mongoose.Schema({}));`;

describe('models that are chosen at run time', () => {
  it('are each of those that an object or a module holds, and less certain', async () => {
    const { accesses } = await extractFacts(
      temporaryTree({
        'models/order.mjs': MODEL('Order'),
        'models/user.mjs': MODEL('User'),
        'models/index.mjs': `export { Order } from './order.mjs';
export { User } from './user.mjs';
export const LIMIT = 3;`,
        'handler.mjs': `import * as orders from './models/order.mjs';
import { User } from './models/user.mjs';
import * as all from './models/index.mjs';
const MODELS = { Order: orders.Order, User };
const KEEP = { rows: [] };
export async function list(kind, key) {
  await MODELS[kind].find({}).exec();
  const model = all[key];
  await model.updateMany({}, {});
  await MODELS['User'].findOne({});
  KEEP[kind].find((row) => row);
}`,
      }),
    );
    const shown = accesses
      .filter(({ file }) => file === 'handler.mjs')
      .map((a) => `${a.line} ${a.operation} ${a.table} ${a.confidence}`);
    expect(shown.sort()).toEqual([
      '10 read users 1',
      '7 read orders 0.5',
      '7 read users 0.5',
      '9 write orders 0.5',
      '9 write users 0.5',
    ]);
  });

  it('are listed where nobody knows what the object holds, which lists of rows do not', async () => {
    const { accesses, unresolved } = await extractFacts(
      temporaryTree({
        'models/order.mjs': MODEL('Order'),
        'handler.mjs': `export async function remove(app, kind, models) {
  await app.models[kind].deleteMany({});
  for (let i = 0; i < models.length; i++) await models[i].save();
}`,
      }),
    );
    expect(accesses.filter(({ file }) => file === 'handler.mjs')).toEqual([]);
    expect(unresolved).toEqual([
      {
        kind: 'table',
        file: 'handler.mjs',
        line: 2,
        text: 'app.models.[…].deleteMany(…)',
        reason: 'which of the models it is, is decided at run time',
      },
    ]);
  });

  it('are collections of the driver too', async () => {
    const { accesses } = await extractFacts(
      temporaryTree({
        'db.mjs': `import { MongoClient } from 'mongodb';
const internal = new MongoClient('').db();
export const db = { users: internal.collection('users'), docs: internal.collection('docs') };`,
        'count.mjs': `import { db } from './db.mjs';
export async function count(name) {
  const collection = db[name];
  return await collection.countDocuments({});
}`,
      }),
    );
    expect(
      accesses.map((a) => `${a.line} ${a.operation} ${a.table} ${a.confidence}`).sort(),
    ).toEqual(['4 read docs 0.5', '4 read users 0.5']);
  });

  it('are the one that a caller names, where one does', async () => {
    const { accesses } = await extractFacts(
      temporaryTree({
        'models/order.mjs': MODEL('Order'),
        'models/user.mjs': MODEL('User'),
        'handler.mjs': `import { Order } from './models/order.mjs';
import { User } from './models/user.mjs';
const MODELS = { Order, User };
export const list = (config) => MODELS[config.model].find({});`,
        'users.mjs': `import { list } from './handler.mjs';
const CONFIGS = { users: { model: 'User' } };
export const users = () => list(CONFIGS.users);`,
      }),
    );
    expect(accesses.map((a) => `${a.file} ${a.operation} ${a.table} ${a.confidence}`)).toEqual([
      'users.mjs read users 1',
    ]);
  });
});
