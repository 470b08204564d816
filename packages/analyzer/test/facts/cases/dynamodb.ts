import type { DetectorCase } from '../detector-case.ts';

export const DYNAMODB_CASES: DetectorCase[] = [
  {
    detector: 'dynamodb',
    name: 'reads the table out of the commands of version 3',
    files: {
      'tables.ts': `export const ORDERS = 'orders';
const refund = { TableName: 'refunds', Item: {} };
export const REFUND = [{ Put: refund }];`,
      'shop.ts': `import { DynamoDBClient, CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, BatchWriteCommand, TransactWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { ORDERS, REFUND } from './tables';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const load = (id: string) => client.send(new GetCommand({ TableName: ORDERS, Key: { id } }));
export const many = () => client.send(new BatchWriteCommand({ RequestItems: { lines: [], notes: [] } }));
export const pay = () => client.send(new TransactWriteCommand({ TransactItems: [
  { Put: { TableName: 'payments', Item: {} } },
  { ConditionCheck: { TableName: ORDERS, Key: {} } },
] }));
export const all = () => paginateScan({ client }, { TableName: 'items' });
export const make = () => client.send(new CreateTableCommand({ TableName: 'items' }));
export const some = (table: string) => client.send(new GetCommand({ TableName: table, Key: {} }));
export const back = () => client.send(new TransactWriteCommand({ TransactItems: REFUND }));`,
    },
    expected: [
      'shop.ts:14 write refunds',
      'shop.ts:5 read orders',
      'shop.ts:6 write lines',
      'shop.ts:6 write notes',
      'shop.ts:7 read orders',
      'shop.ts:7 write payments',
      'shop.ts:11 read items',
      'shop.ts:12 ddl items',
    ],
    unresolved: ['shop.ts:13 table: table name is computed'],
  },
  {
    detector: 'dynamodb',
    name: 'reads the table out of what methods of version 2 are given, and leaves other methods alone',
    files: {
      'shop.js': `const AWS = require('aws-sdk');
const db = new AWS.DynamoDB.DocumentClient();
AWS.config.update({ region: 'eu-west-1' });
exports.load = (id) => db.get({ TableName: 'orders', Key: { id } }).promise();
exports.keep = async (order) => {
  const params = { TableName: 'orders', Item: order };
  await db.put(params).promise();
};
const handed = (client) => client.query({ TableName: 'lines' });
exports.lines = (client) => handed(client);
const bag = new Map();
exports.other = () => bag.get({ key: 1 });`,
    },
    expected: ['shop.js:4 read orders', 'shop.js:7 write orders', 'shop.js:9 read lines'],
    unresolved: [],
  },
];
