import type { DetectorCase } from '../detector-case.ts';

export const BIGQUERY_CASES: DetectorCase[] = [
  {
    detector: 'bigquery',
    name: 'knows tables of data sets, and nothing else that is called so',
    files: {
      'shop.ts': `import { BigQuery } from '@google-cloud/bigquery';
const bigquery = new BigQuery();
const TABLE = 'events';
export const keep = (rows) => bigquery.dataset('shop').table('orders').insert(rows);
export const rows = () => bigquery.dataset('shop').table(TABLE).getRows();
export const make = async () => {
  const shop = bigquery.dataset('shop');
  const items = shop.table('items');
  await items.load('items.csv');
  await shop.createTable('fresh', {});
  await shop.table('old').delete();
  await items.copy(shop.table('copies'));
  await items.getMetadata();
  await shop.delete();
};
export const any = (name) => bigquery.dataset('shop').table(name).insert([]);
export const list = (rows) => rows.table('x').insert(1);
export const into = (name) => any(name);
export const told = () => any('stock');`,
    },
    expected: [
      'shop.ts:10 ddl shop.fresh',
      'shop.ts:11 ddl shop.old',
      'shop.ts:12 read shop.items',
      'shop.ts:12 write shop.copies',
      'shop.ts:19 write shop.stock',
      'shop.ts:4 write shop.orders',
      'shop.ts:5 read shop.events',
      'shop.ts:9 write shop.items',
    ],
  },
  {
    detector: 'sql',
    name: 'takes project and data set in back quotes for what they are',
    files: {
      'query.ts': `import { BigQuery } from '@google-cloud/bigquery';
const bigquery = new BigQuery();
export const a = () => bigquery.query('SELECT a FROM \`my-project.shop.orders\` WHERE x = 1');
export const b = () => bigquery.query({ query: 'SELECT a FROM shop.items WHERE x = 1' });
export const c = () => bigquery.createQueryJob({ query: 'DELETE FROM \`shop.carts\` WHERE a = 1' });`,
    },
    expected: [
      'query.ts:3 read shop.orders',
      'query.ts:4 read shop.items',
      'query.ts:5 write shop.carts',
    ],
  },
];
