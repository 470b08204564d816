import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

it('counts an access once although its detector knows the call by name and by how it is written', async () => {
  const { accesses, stats } = await extractFacts(
    temporaryTree({
      'order.ts': `import { DataTypes, Sequelize } from 'sequelize';
const db = new Sequelize('postgres://');
export const Order = db.define('Order', { id: DataTypes.INTEGER }, { tableName: 'orders' });
export const make = (ctx) => Order.createWithCtx(ctx, { id: 1 });`,
    }),
  );
  expect(accesses).toHaveLength(1);
  expect(stats.accesses.total).toBe(1);
  expect(stats.detectors).toEqual({ sequelize: 1 });
});
