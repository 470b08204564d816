import type { DetectorCase } from '../detector-case.ts';

export const METEOR_CASES: DetectorCase[] = [
  {
    detector: 'meteor',
    name: 'knows collections across files, as globals and raw, and what clients may call',
    files: {
      'package.json': '{ "name": "shop" }',
      'models/orders.js': `import { Mongo } from 'meteor/mongo';
const Orders = new Mongo.Collection('orders');
export default Orders;`,
      'models/stock.js': "Stock = new Mongo.Collection('stock');",
      'server/indexes.js': `export async function ensure(collection, keys) { await collection.rawCollection().createIndex(keys); }`,
      'server/pay.js': `import { Meteor } from 'meteor/meteor';
import Orders from '/models/orders';
import { ensure } from '/server/indexes';
const Users = Meteor.users;
Meteor.startup(async () => {
  await ensure(Orders, { at: 1 });
  await ensure(Users, { name: 1 });
});
Meteor.methods({
  async 'orders.pay'(id) {
    const order = await Orders.findOneAsync(id);
    await Orders.updateAsync(id, { $set: { paid: true } });
    Stock.update({ _id: order.item }, { $inc: { n: -1 } });
    await Orders.rawCollection().updateMany({}, {});
    return Meteor.users.findOne(this.userId);
  },
});
Meteor.publish('orders.mine', function () { return Orders.find({ owner: this.userId }); });
const list = [1].find((n) => n > 0);`,
    },
    expected: [
      'server/pay.js:14 write orders',
      'server/pay.js:15 read users',
      'server/pay.js:18 PUBLISH orders.mine -> server/pay.js#',
      'server/pay.js:18 read orders',
      'server/pay.js:6 ddl orders',
      'server/pay.js:7 ddl users',
      'server/pay.js:10 METHOD orders.pay -> server/pay.js#orders.pay',
      'server/pay.js:11 read orders',
      'server/pay.js:12 write orders',
      'server/pay.js:13 write stock',
    ],
  },
];
