import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';
import { MIGRATION_CASES } from './cases/migrations.ts';

const TYPEORM = 'migrations/1700000000000-orders.ts';
const SEQUELIZE = 'migrations/20240101000000-orders.js';

it.each([
  [
    'typeorm-migrations',
    [
      `orders ${TYPEORM}:5`,
      `orders.buyer_id -> buyers.id cascade ${TYPEORM}:9`,
      `orders.stock_id -> stock.id set null ${TYPEORM}:15`,
      `stock ${TYPEORM}:13`,
    ],
  ],
  [
    'sequelize-migrations',
    [
      `items.orderId -> orders.id restrict ${SEQUELIZE}:16`,
      `orders ${SEQUELIZE}:5`,
      `orders.buyerId -> buyers.uuid cascade ${SEQUELIZE}:10`,
      `orders.couponId -> coupons.id set null ${SEQUELIZE}:15`,
      `orders.stockId -> stock.id  ${SEQUELIZE}:12`,
      'teams.ownerId -> users.id  migrations/20240102000000-teams.js:1',
    ],
  ],
])(
  '%s give tables and foreign keys, without what only their way back makes',
  async (name, expected) => {
    const own = MIGRATION_CASES.find(({ detector }) => detector === name);
    const { tables } = await extractFacts(temporaryTree(own?.files ?? {}));
    const lines = tables.flatMap(({ name: table, definedAt, foreignKeys }) => [
      ...(definedAt ? [`${table} ${definedAt.file}:${definedAt.line}`] : []),
      ...foreignKeys.map(
        (key) =>
          `${table}.${key.columns} -> ${key.table}.${key.referencedColumns} ${key.onDelete ?? ''} ${key.site?.file}:${key.site?.line}`,
      ),
    ]);
    expect(lines.sort()).toEqual([...expected].sort());
  },
);
