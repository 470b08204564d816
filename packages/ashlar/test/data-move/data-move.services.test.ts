import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataMoveScript } from '../../src/data-move/script.ts';

const SERVER = process.env.ASHLAR_TEST_POSTGRES_URL ?? 'postgres://127.0.0.1:1/none';
const tools = ['psql', 'pg_dump', 'pg_restore'].every(
  (tool) => spawnSync(tool, ['--version']).error === undefined,
);
const missing = process.env.ASHLAR_TEST_POSTGRES_URL === undefined || !tools;

const SCHEMA = `
  create table customers (id int primary key);
  create table stock_levels (
    sku text primary key, on_hand int not null, at timestamptz not null, notes jsonb, weight double precision,
    photo bytea, doubled int generated always as (on_hand * 2) stored);
  create table movements (
    id bigint generated always as identity primary key,
    sku text not null references stock_levels, customer int references customers, quantity int not null);
  create index on movements (sku);
  create table "Odd ""Table" (a int, "b c" text, primary key (a, "b c"));
  create table no_key (a int);
  insert into customers select generate_series(1, 10);
  insert into stock_levels (sku, on_hand, at, notes, weight, photo)
    select 'SKU ''' || n || case when n % 7 = 0 then E'\\n\\t\\\\' else '' end, n, now() - n * interval '1 hour',
           jsonb_build_object('n', n), n / 3.0, decode(md5(n::text), 'hex') from generate_series(1, 1500) n;
  insert into movements (sku, customer, quantity)
    select sku, 1 + on_hand % 10, on_hand from stock_levels, generate_series(1, 2);
  insert into "Odd ""Table" select n, repeat('ä', n % 3) from generate_series(1, 30) n;
`;

describe.skipIf(missing)('a move of data (skipped without PostgreSQL, psql and pg_dump)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-move-'));
  const script = join(folder, 'move.sh');
  const mark = randomBytes(3).toString('hex');
  const names = { source: `ashlar_move_s_${mark}`, target: `ashlar_move_t_${mark}` };
  const clients: Record<string, pg.Client> = {};
  let admin: pg.Client;
  const urlOf = (database: string): string => {
    const url = new URL(SERVER);
    url.pathname = `/${database}`;
    return url.href;
  };
  const env = {
    ...process.env,
    SOURCE: urlOf(names.source),
    TARGET: urlOf(names.target),
    BATCH: '300',
  };
  const start = (step: string, file = script): ChildProcess =>
    spawn('bash', [file, step], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const run = async (
    step: string,
    file = script,
  ): Promise<{ code: number | null; said: string }> => {
    const child = start(step, file);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
  };
  const query = async (side: 'source' | 'target', sql: string): Promise<unknown[]> =>
    (await (clients[side] as pg.Client).query(sql)).rows;
  const write = (tables: string[]): void =>
    writeFileSync(script, dataMoveScript({ domain: 'inventory', tables, schema: 'public' }));

  beforeAll(async () => {
    admin = new pg.Client(SERVER);
    await admin.connect();
    for (const [side, name] of Object.entries(names)) {
      await admin.query(`create database ${name}`);
      clients[side] = new pg.Client(urlOf(name));
      await clients[side].connect();
    }
    await query('source', SCHEMA);
    write(['stock_levels', 'public.movements', 'Odd "Table']);
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) await client.end();
    for (const name of Object.values(names))
      await admin?.query(`drop database ${name} with (force)`);
    await admin?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the tables, and goes on where it was killed', { timeout: 60_000 }, async () => {
    expect(await run('schema')).toEqual({ code: 0, said: '' });
    const child = start('copy');
    await expect
      .poll(
        async () =>
          Number(
            ((await query('target', 'select count(*) n from movements')) as { n: string }[])[0]?.n,
          ),
        { timeout: 20_000 },
      )
      .toBeGreaterThan(100);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    const [partly] = (await query('target', 'select count(*)::int n from movements')) as {
      n: number;
    }[];
    expect(partly?.n).toBeLessThan(3000);
    expect((await run('verify')).code).toBe(1);
    const again = await run('copy');
    expect(again.code, again.said).toBe(0);
    // What was there already was not copied again.
    const copied = Number(/movements": (\d+) of 11/.exec(again.said)?.[1]);
    expect(copied).toBeLessThanOrEqual(10 - Math.floor((partly?.n ?? 0) / 300));
    const verified = await run('verify');
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.said).toContain('"public"."movements": 0 of 11 ranges differ; 3000 rows');
    expect(await query('target', 'select * from stock_levels order by sku')).toEqual(
      await query('source', 'select * from stock_levels order by sku'),
    );
  });

  it('finds what was written meanwhile, and brings that over alone', {
    timeout: 60_000,
  }, async () => {
    await query('source', `update stock_levels set notes = '{}' where on_hand = 700`);
    await query('source', `delete from movements where id between 1001 and 1010`);
    await query(
      'source',
      `insert into movements (sku, quantity) select min(sku), 1 from stock_levels`,
    );
    await query('target', `insert into "Odd ""Table" values (99, 'only here')`);
    const differing = await run('verify');
    expect(differing.code).toBe(1);
    expect(differing.said.match(/[1-9]\d* of \d+ ranges differ/g)).toHaveLength(3);
    const copied = await run('copy');
    expect(copied.said).toContain('"public"."stock_levels": 1 of 6 ranges copied');
    expect((await run('verify')).code).toBe(0);
  });

  it('ends with sequences and keys in place, and names what it leaves out', {
    timeout: 60_000,
  }, async () => {
    expect(await run('finish')).toEqual({
      code: 0,
      said: 'left out, it leads to another domain: foreign key movements movements_customer_fkey\n',
    });
    await query(
      'target',
      `insert into movements (sku, quantity) select min(sku), 1 from stock_levels`,
    );
    const [last] = (await query('target', 'select max(id)::int id from movements')) as {
      id: number;
    }[];
    expect(last?.id).toBe(3002);
    await expect(
      query('target', `insert into movements (sku, quantity) values ('nobody', 1)`),
    ).rejects.toThrow(/movements_sku_fkey/);
  });

  it.each([
    ['nobody answers', { SOURCE: 'postgres://127.0.0.1:1/x', TARGET: 'postgres://127.0.0.1:1/y' }],
    ['the target has no such table', { TARGET: urlOf('postgres') }],
  ])('finds nothing equal when %s', async (_, change) => {
    write(['stock_levels']);
    const ran = spawnSync('bash', [script, 'verify'], {
      env: { ...env, ...change },
      encoding: 'utf8',
    });
    expect(ran.status, ran.stdout + ran.stderr).toBe(2);
    expect(ran.stdout).toBe('');
  });

  it.each([
    ['a table without a primary key', ['no_key'], 'copy', /no primary key/],
    ['a table that is not there', ['nowhere'], 'copy', /"public"\."nowhere"/],
    ['an unknown step', ['stock_levels'], 'fly', /SOURCE=postgres/],
  ])('refuses %s', async (_, tables, step, said) => {
    write(tables);
    const ran = await run(step);
    expect(ran.code).toBeGreaterThan(0);
    expect(ran.said).toMatch(said);
  });
});
