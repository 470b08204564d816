import type { DetectorCase } from '../detector-case.ts';

const CLIENT = `import { createClient, type ClickHouseClient } from '@clickhouse/client';
export const clickhouse = createClient({ url: 'http://localhost:8123' });
export class Store { constructor(readonly client: ClickHouseClient) {} }`;

export const CLICKHOUSE_CASES: DetectorCase[] = [
  {
    detector: 'clickhouse',
    name: 'reads the table out of what is inserted, also of helpers and of clients that are handed around',
    files: {
      'client.ts': CLIENT,
      'events.ts': `import { clickhouse, Store } from './client';
const EVENTS = 'events';
export const keep = (rows: object[]) =>
  clickhouse.insert({ table: EVENTS, values: rows, format: 'JSONEachRow' });
const put = (table: string, values: object[]) => clickhouse.insert({ table, values });
export const log = (rows: object[]) => put('logs', rows);
export const deep = (store: Store) => store.client.insert({ table: 'd.sessions', values: [] });
export const handed = (ctx: any) => ctx.clickhouse.insert({ table: 'traces', values: [] });
export const some = (name: string) => clickhouse.insert({ table: name, values: [] });
export const other = (list: any) => list.insert({ table: 'chairs', values: [] });`,
    },
    expected: [
      'events.ts:4 write events',
      'events.ts:6 write logs',
      'events.ts:7 write d.sessions',
      'events.ts:8 write traces',
    ],
    unresolved: ['events.ts:9 table: table name is computed'],
  },
  {
    detector: 'sql',
    name: 'reads what ClickHouse is asked and told',
    files: {
      'client.ts': CLIENT,
      'users.ts': `import { clickhouse } from './client';
export const one = (id: string) =>
  clickhouse.query({ query: 'SELECT * FROM user FINAL WHERE id = {id:String}', query_params: { id } });
export const rename = (sets: string[]) =>
  clickhouse.command({ query: \`ALTER TABLE user UPDATE \${sets.join(', ')} WHERE id = {id:String}\` });
export const drop = () => clickhouse.command({ query: 'ALTER TABLE user DELETE WHERE id = 1' });
export const column = () => clickhouse.command({ query: 'ALTER TABLE user ADD COLUMN x Int8' });`,
    },
    expected: [
      'users.ts:3 read user',
      'users.ts:5 write user',
      'users.ts:6 write user',
      'users.ts:7 ddl user',
    ],
  },
];
