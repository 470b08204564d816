import type { DetectorCase } from '../detector-case.ts';

/** Collections of the MongoDB driver of which a file sees no more than a type. */
export const TYPED_COLLECTION_CASES: DetectorCase[] = [
  {
    detector: 'mongo',
    name: 'knows a collection behind an alias that a container hands in',
    files: {
      'users/collection.ts': `import { Collection, Db } from 'mongodb';
type UserDoc = { _id: string; name: string };
type Users = Collection<UserDoc>;
const openUsers = async (db: Db): Promise<Users> => {
  const collection: Users = db.collection('users');
  await collection.createIndex({ name: 1 });
  return collection;
};
export { openUsers };
export type { UserDoc, Users };`,
      'users/repository.ts': `import { Users } from './collection';
type Dependencies = { users: Users };
export const makeRepository = ({ users }: Dependencies) => ({
  async find(id: string) { return users.findOne({ _id: id }); },
  async store(user) { await users.updateOne({ _id: user.id }, { $set: user }); },
});`,
      'users/service.ts': `import type { Collection } from 'mongodb';
import type { UserDoc } from './collection';
export class UserService {
  constructor(private readonly users: Collection<UserDoc>) {}
  count() { return this.users.find({}).count(); }
}`,
    },
    expected: [
      'users/collection.ts:6 ddl users',
      'users/repository.ts:4 read users',
      'users/repository.ts:5 write users',
      'users/service.ts:5 read users',
    ],
    unresolved: [],
  },
  {
    detector: 'mongo',
    name: 'finds where a type of documents is opened: in a call, a member, a result, by a schema',
    files: {
      'types.ts': `import { z } from 'zod';
import { ObjectId, WithId } from 'mongodb';
export interface Order { total: number }
export class Invoice { total: number }
export const itemSchema = z.object({ sku: z.string() });
export type Item = z.infer<typeof itemSchema>;
export interface Audit { at: Date }`,
      'names.ts': `export const ITEMS = 'items';`,
      'open.ts': `import { Collection, MongoClient } from 'mongodb';
import { Audit, Invoice, Item, Order } from './types';
import { ITEMS } from './names';
const db = new MongoClient('').db();
export const orders = db.collection<Order>('orders');
export class Store {
  private readonly invoices: Collection<Invoice>;
  constructor() { this.invoices = db.collection('invoices'); }
}
export async function items(): Promise<Collection<Item>> { return db.collection(ITEMS); }
export const current = db.collection<Audit>('audit');
export const older = db.collection<Audit>('audit_2020');
const plain: Collection = db.collection('plain');
export const all = () => plain.find();`,
      'use.ts': `import { Collection, WithId } from 'mongodb';
import { Audit, Invoice, Item, Order } from './types';
export const a = (orders: Collection<WithId<Order>>) => orders.insertOne({ total: 1 });
export const b = (invoices: Collection<Invoice>) => invoices.deleteMany({});
export const c = (items: Collection<Item>) => items.find().toArray();
export const d = (audit: Collection<Audit>) => audit.find().toArray();
export const e = (any: Collection) => any.findOne({});`,
    },
    expected: [
      'open.ts:14 read plain',
      'use.ts:3 write orders',
      'use.ts:4 write invoices',
      'use.ts:5 read items',
    ],
    unresolved: [
      'use.ts:6 table: collection name is computed',
      'use.ts:7 table: collection name is computed',
    ],
  },
];
