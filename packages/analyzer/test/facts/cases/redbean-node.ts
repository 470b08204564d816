import type { DetectorCase } from '../detector-case.ts';

export const REDBEAN_NODE_CASES: DetectorCase[] = [
  {
    detector: 'redbean-node',
    name: 'follows beans to what they were dispensed or loaded as, and lists those of unknown origin',
    files: {
      'shop.js': `const { R } = require('redbean-node');
async function pay(id) {
  let order = await R.findOne('orders', ' id = ? ', [id]);
  if (!order) order = R.dispense('orders');
  await R.store(order);
  let line;
  if (id) line = R.dispense('order_line');
  await R.store(line);
  await R.trash(order);
  const rows = await R.getAll('SELECT * FROM stock WHERE id = ?', [id]);
  return R.count('gift', ' used = 0 ');
}
async function keep(bean) { await R.store(bean); }
module.exports = { pay, keep };`,
      'model/coupon.js': `const { R } = require('redbean-node');
const { BeanModel } = require('redbean-node/dist/bean-model');
class Coupon extends BeanModel { async use() { this.used = 1; await R.store(this); } }
module.exports = Coupon;`,
    },
    expected: [
      'model/coupon.js:3 write coupon',
      'shop.js:11 read gift',
      'shop.js:3 read orders',
      'shop.js:5 write orders',
      'shop.js:8 write order_line',
      'shop.js:9 write orders',
    ],
    unresolved: ['shop.js:13 table: where the bean comes from is not known'],
  },
];
