import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSql } from '../../src/sql/read-sql.ts';

/** `r:orders w:carts`, in the order of appearance. */
function tables(text: string): string {
  return readSql([text])
    .flatMap((s) => s.tables)
    .sort((a, b) => a.offset - b.offset)
    .map((t) => `${t.operation[0]}:${t.name ?? '?'}`)
    .join(' ');
}

/** What only ClickHouse and Cassandra write. */
const OTHER_DIALECTS: [string, string][] = [
  ['alter table users update name = 1 where id = {id:UInt64}', 'w:users'],
  ['alter table d.users on cluster c delete where id in (select id from gone)', 'w:d.users r:gone'],
  ['alter table users delete column', 'd:users'],
  ['insert into a format JSONEachRow', 'w:a'],
  ['insert into table a values (1)', 'w:a'],
  ["insert into function s3('x') select * from a", 'r:a'],
  ['insert into a settings async_insert = 1 values (1)', 'w:a'],
  ['create materialized view v to target as select * from source', 'd:v w:target r:source'],
  ['with toDate(1) as day, x as (select 1 from c) select * from a join x on 1', 'r:c r:a'],
  ['with (select max(d) from b) as m, n as (select 1) select * from a, n', 'r:b r:a'],
  ['with x (y) as not materialized (select 1 from b) select * from x', 'r:b'],
  ['select * from a final prewhere x global in (select 1 from b)', 'r:a r:b'],
  ['truncate table if exists a', 'w:a'],
  ['delete name, tags from users where id = ?', 'w:users'],
  ['delete from users using timestamp 1 where id = ?', 'w:users'],
  ['update users using ttl 3 set name = ? where id = ?', 'w:users'],
  [
    'begin unlogged batch insert into a (x) values (1); update b set x = 1 where y = 2; apply batch',
    'w:a w:b',
  ],
];

const STATEMENTS: [string, string][] = [
  ['select 1', ''],
  ['select * from a, b c join d on d.x = c.x, e', 'r:a r:b r:d r:e'],
  [
    'select * from public."Order Lines" l left outer join [dbo].[Items] i on true',
    'r:Order Lines r:Items',
  ],
  ['select * from audit.entries', 'r:audit.entries'],
  [
    'select (select count(*) from b where b.x = a.x) from a where exists (select 1 from c)',
    'r:b r:a r:c',
  ],
  ["select extract(year from a.day), trim(both ' ' from name) from a", 'r:a'],
  ['select * from a where x is distinct from y', 'r:a'],
  ['select * from generate_series(1, 3) g, a', 'r:a'],
  ['select * from (select * from a) x join lateral (select * from b) y on true', 'r:a r:b'],
  ['select * from (a join b on true) where 1', 'r:a r:b'],
  ['select a from t union all select b from u', 'r:t r:u'],
  ['select * from a for update of a', 'r:a'],
  ['with a as (select * from b) select * from a join c on true', 'r:b r:c'],
  ['with users as (select * from a) select * from "Users" join "users" on true', 'r:a r:Users'],
  ['with "Users" as (select * from a) select * from users join "Users" on true', 'r:a r:users'],
  ['with Users as (select * from a) select * from USERS', 'r:a'],
  ["select * from 'notes' where a = 1", ''],
  ['with recursive t(n) as (select 1 union select n + 1 from t) select * from t', ''],
  ['with gone as (delete from a returning *) insert into b select * from gone', 'w:a w:b'],
  [
    "insert into a (x, y) values ('from b', 1) on conflict (x) do update set y = excluded.y returning x",
    'w:a',
  ],
  ['insert ignore into a select * from b', 'w:a r:b'],
  ['insert into a set x = 1 on duplicate key update x = 2', 'w:a'],
  ['replace into a values (1)', 'w:a'],
  ['insert or replace into a values (1)', 'w:a'],
  ['update a set x = b.x from b where a.id = b.id', 'w:a r:b'],
  ['update a x join b y on x.id = y.id set y.n = 1', 'r:a w:b'],
  ['update only a as x set n = (select max(n) from b)', 'w:a r:b'],
  ['delete from a using b where a.id = b.id', 'w:a r:b'],
  ['delete x from a x join b on b.id = x.id', 'w:a r:b'],
  ['merge into a using b on a.id = b.id when matched then update set n = 1', 'w:a r:b'],
  ['truncate table a, b', 'w:a w:b'],
  ['create table if not exists a (id int)', 'd:a'],
  ['create index concurrently i on a (x)', 'd:a'],
  ['create materialized view v as select * from a', 'd:v r:a'],
  ['drop table if exists a, b cascade', 'd:a d:b'],
  ['alter table only a add column b int', 'd:a'],
  ['copy a (x) from stdin', 'w:a'],
  ["select '-- from b', $$ from c $$, e'it\\'s from d' /* from e */ from a -- from f", 'r:a'],
  ["select a #> '{x}' from t # from u", 'r:t'],
  ['explain analyze select * from a', 'r:a'],
  ['select * from a; delete from b;', 'r:a w:b'],
  ['select * from t lateral view explode(t.xs) u as x, y where x = 1', 'r:t'],
  ['select * from t array join xs as x', 'r:t'],
  ['Update your profile', ''],
  ['begin by choosing a file', ''],
];

describe('reading SQL', () => {
  it.each([...STATEMENTS, ...OTHER_DIALECTS])('%s', (text, expected) => {
    expect(tables(text)).toBe(expected);
  });

  it('tells holes from names, and pieced names from whole ones', () => {
    const [statement] = readSql([
      'select * from ',
      ' join "',
      '" on true join ',
      '_log on true join app.',
      ' where x = ',
      '',
    ]);
    expect(statement?.tables.map(({ hole, partial }) => [hole, partial ?? false])).toEqual([
      [0, false],
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  it('reads foreign keys of CREATE and ALTER with their actions', () => {
    const [create, alter] = readSql([
      `create table items (id int primary key, order_id int not null references orders(id) on delete cascade,
        a int, b int, foreign key (a, b) references pairs (x, y) on update cascade on delete set null);
       alter table items add constraint fk foreign key ("user_id") references "users" ("id") on delete restrict`,
    ]);
    expect(
      create?.defines?.foreignKeys.map((k) => [
        k.columns,
        k.table,
        k.referencedColumns,
        k.onDelete,
      ]),
    ).toEqual([
      [['order_id'], 'orders', ['id'], 'cascade'],
      [['a', 'b'], 'pairs', ['x', 'y'], 'set null'],
    ]);
    expect(alter?.defines?.foreignKeys.map((k) => [k.columns, k.table, k.onDelete])).toEqual([
      [['user_id'], 'users', 'restrict'],
    ]);
  });

  it('never throws and never names a table that is not in the text', () => {
    const word = fc.constantFrom(
      'select',
      'from',
      'with',
      'a',
      'b',
      '(',
      ')',
      ',',
      'join',
      'update',
      'set',
      'delete',
      'insert',
      'into',
      'as',
      '"',
      "'",
      '`',
      '[',
      '$$',
      '--',
      '/*',
      ';',
      '.',
      '*',
      'using',
      'values',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const text = words.join(' ');
        for (const table of readSql([text]).flatMap((s) => s.tables)) {
          for (const part of (table.name ?? '').split('.')) expect(text).toContain(part);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

it.each([
  ["PREPARE TRANSACTION 'order-1'", ['two-phase']],
  ["commit prepared 'order-1'; rollback prepared 'order-2'", ['two-phase', 'two-phase']],
  [
    "XA START 'x'; XA END 'x'; XA PREPARE 'x'; XA COMMIT 'x'; XA RECOVER",
    Array(5).fill('two-phase'),
  ],
  ['prepare transaction', []],
  ['xa is a shop', []],
  ['COMMIT', ['commit']],
  ['PREPARE plan AS SELECT * FROM orders', []],
])('knows statements of two phases: %s', (text, kinds) => {
  expect(readSql([text]).map(({ kind }) => kind)).toEqual(kinds);
});
