import { describe, expect, it } from 'vitest';
import { readSql } from '../../src/sql/read-sql.ts';
import type { SqlBody, SqlStatement } from '../../src/sql/statement.ts';

/** `name type`, then the keys, then what is taken away or renamed. */
function shapeOf({ tables, defines }: SqlStatement): string[] {
  if (!defines) return [];
  return [
    ...defines.columns.map((c) => `${c.name} ${c.type ?? '?'}`),
    ...defines.foreignKeys.map(
      (k) =>
        `${k.name ?? ''}(${k.columns}) -> ${k.table}(${k.referencedColumns}) ${k.onDelete ?? '-'} ${k.onUpdate ?? '-'}`,
    ),
    ...defines.dropsColumns.map((name) => `- ${name}`),
    ...defines.dropsKeys.map((name) => `- key ${name}`),
    ...defines.renamesColumns.map(({ from, to }) => `${from} => ${to}`),
    ...(defines.renamedTo ? [`${tables[0]?.name} => ${defines.renamedTo}`] : []),
  ];
}

const bodyOf = (body: SqlBody | undefined): string =>
  (body?.tables ?? []).map((t) => `${t.operation[0]}:${t.name}`).join(' ') +
  (body?.computed ? ' +' : '');

describe('columns and keys', () => {
  it.each<[string, string[]]>([
    [
      `create table orders (
         id serial primary key, -- the number
         "Customer" character varying(255) not null default 'x, y',
         total numeric(10, 2) check (total > 0),
         at timestamp with time zone default now(),
         tags text[],
         constraint orders_user foreign key (user_id, kind) references users (id, kind) on update cascade on delete set null,
         unique (id, total))`,
      [
        'id serial',
        'Customer character varying(255)',
        'total numeric(10, 2)',
        'at timestamp with time zone',
        'tags text[]',
        'orders_user(user_id,kind) -> users(id,kind) set null cascade',
      ],
    ],
    [
      "create table `t` (`key` varchar(255), kind enum('a','b') character set utf8, key idx (kind), index (kind), primary key (`key`)) engine=InnoDB",
      ['key varchar(255)', "kind enum('a','b')"],
    ],
    [
      'create table t (key text, value blob, a references b on delete restrict on update no action)',
      ['key text', 'value blob', 'a ?', '(a) -> b() restrict no action'],
    ],
    [
      'alter table only a add column if not exists b int references c (id) on delete cascade, add d uuid, drop column e, drop constraint a_b_fkey',
      ['b int', 'd uuid', '(b) -> c(id) cascade -', '- e', '- key a_b_fkey'],
    ],
    ['alter table a alter column b set data type bigint using b::bigint', ['b bigint']],
    ['alter table a alter column b drop not null', []],
    ['alter table a rename column b to c', ['b => c']],
    ['alter table a rename b to c;', ['b => c']],
    ['alter table a rename to b', ['a => b']],
    ['alter table a change b c int not null, modify d text', ['c int', 'd text', 'b => c']],
    ['alter table a add (b int, c text)', ['b int', 'c text']],
    ['alter table a add constraint k check (b > 0), drop index i', []],
    ['create temporary table a (b int)', []],
  ])('%s', (text, expected) => {
    expect(readSql([text]).flatMap(shapeOf)).toEqual(expected);
  });

  it('leaves a type out that has a hole in it', () => {
    expect(readSql(['create table a (b ', ', c int)']).flatMap(shapeOf)).toEqual(['b ?', 'c int']);
  });
});

describe('triggers', () => {
  it.each<[string, string]>([
    [
      'create or replace trigger t after insert or update of a, b on orders for each row when (new.a is not null) execute function f()',
      't after insert,update on orders calls f',
    ],
    [
      'create constraint trigger t after delete on shop.orders deferrable initially deferred for each row execute procedure shop.f(1)',
      't after delete on shop.orders calls shop.f',
    ],
    [
      'create trigger t instead of update on v referencing new table as fresh for each statement execute function f()',
      't instead of update on v calls f',
    ],
    [
      `create trigger if not exists t before delete on orders begin
         delete from items where order_id = old.id;
         insert into log (at) select case when old.x then 1 else 2 end from clock;
       end; select 1 from other`,
      't before delete on orders: w:items w:log r:clock',
    ],
    [
      'create trigger t after insert on orders for each row update totals set n = n + 1 where id = new.id',
      't after insert on orders: w:totals',
    ],
    [
      'create definer=`root`@`%` trigger t before update on orders for each row follows u begin if (select 1 from limits) then set new.a = 1; end if; end',
      't before update on orders: r:limits',
    ],
    [
      'create trigger t on orders after insert as begin insert into log select id from inserted end',
      't after insert on orders: w:log',
    ],
    [
      'create trigger t after update on orders when (exists (select 1 from flags)) begin update a set b = 1; end',
      't after update on orders: r:flags w:a',
    ],
  ])('%s', (text, expected) => {
    const [{ tables, trigger } = { tables: [] }] = readSql([text]);
    const head = `${trigger?.name} ${trigger?.timing} ${trigger?.events} on ${tables[0]?.name}`;
    expect(
      `${head}${trigger?.routine ? ` calls ${trigger.routine}` : `: ${bodyOf(trigger?.body)}`}`,
    ).toBe(expected);
  });

  it('of a client that changes the delimiter end where it says', () => {
    const statements = readSql([
      `DELIMITER $$
create trigger a after insert on t for each row begin delete from b; end$$
DELIMITER ;
create table c (d int);`,
    ]);
    expect(statements.map((s) => s.trigger?.name ?? s.tables[0]?.name)).toEqual(['a', 'c']);
    expect(bodyOf(statements[0]?.trigger?.body)).toBe('w:b');
  });
});

describe('functions', () => {
  it.each<[string, string]>([
    [
      `create or replace function f() returns trigger as $body$
       declare n integer := 0; r stock%rowtype;
       begin
         if tg_op = 'DELETE' then
           insert into audit (what) values (old.id) on conflict (what) do update set what = 1;
           return old;
         elsif exists (select 1 from bans b where b.id = new.id) then
           raise exception 'update failed from here';
         end if;
         select count(*) into n from items where order_id = new.id;
         for r in select * from stock loop
           update totals set n = n + case when r.a then 1 else 2 end;
         end loop;
         perform pg_notify('x', y.z) from channels y;
         return new;
       end $body$ language plpgsql`,
      'w:audit r:bans r:items r:stock w:totals r:channels',
    ],
    [
      "create function f(a int) returns int language sql as 'select max(id) from orders where a = $1'",
      'r:orders',
    ],
    [
      `create function f() returns void as $$ begin execute format('delete from %I', t); truncate table a; end $$ language plpgsql`,
      'w:a +',
    ],
    ['create procedure p() begin delete from a; select * from b; end', 'w:a r:b'],
    [
      "create function f() returns text language plv8 as $$ plv8.execute('select 1 from a') $$",
      '?',
    ],
  ])('%s', (text, expected) => {
    const [statement] = readSql([text]);
    const { body } = statement?.routine ?? {};
    expect(body ? bodyOf(body) : '?').toBe(expected);
  });
});
