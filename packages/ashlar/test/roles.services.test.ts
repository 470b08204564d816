import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, planRoles, renderRolesSql } from '@ashlar/analyzer';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SERVER = process.env.ASHLAR_TEST_POSTGRES_URL ?? '';
const shop = join(import.meta.dirname, '../../../examples/monolith');
const mark = randomBytes(3).toString('hex');
const prefix = `ashlar_${mark}_`;
const RIGHTS = ['select', 'insert', 'update', 'delete'];

describe.skipIf(SERVER === '')(
  'roles in PostgreSQL (skipped without ASHLAR_TEST_POSTGRES_URL)',
  () => {
    let admin: pg.Client;
    let db: pg.Client;
    let plan: ReturnType<typeof planRoles>;
    const role = (domain: string): string => prefix + domain.replaceAll('-', '_');

    beforeAll(async () => {
      admin = new pg.Client(SERVER);
      await admin.connect();
      await admin.query(`create database ashlar_roles_${mark}`);
      const url = new URL(SERVER);
      url.pathname = `/ashlar_roles_${mark}`;
      db = new pg.Client(url.href);
      await db.connect();
      for (const file of globSync('migrations/*.sql', { cwd: shop }).sort()) {
        await db.query(readFileSync(join(shop, file), 'utf8'));
      }
      plan = planRoles(await analyze(shop, { history: false }));
    });
    afterAll(async () => {
      await db?.end();
      await admin.query(`drop database ashlar_roles_${mark} with (force)`);
      for (const { domain } of plan?.roles ?? [])
        await admin.query(`drop role if exists ${role(domain)}`);
      await admin.end();
    });

    /** What each role may really do, by table. */
    async function rights(): Promise<Map<string, string[]>> {
      const names = plan.roles.map(({ domain }) => role(domain));
      const { rows } = await db.query(
        `select r as role, c.relname as name,
                array(select p from unnest($2::text[]) p
                      where has_table_privilege(r, c.oid, p)) as rights
           from unnest($1::text[]) r, pg_class c
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')`,
        [names, RIGHTS],
      );
      return new Map(
        rows
          .filter((row) => row.rights.length > 0)
          .map((row) => [`${row.role} ${row.name}`, row.rights as string[]]),
      );
    }

    function planned(foreign: 'all' | 'reads' | 'none'): Map<string, string[]> {
      const expected = new Map<string, string[]>();
      for (const { domain, tables, views, reads, writes } of plan.roles) {
        const name = role(domain);
        if (foreign !== 'none')
          for (const { table } of reads) expected.set(`${name} ${table}`, ['select']);
        if (foreign === 'all')
          for (const { table } of writes) expected.set(`${name} ${table}`, RIGHTS);
        for (const view of views) expected.set(`${name} ${view}`, ['select']);
        for (const table of tables) expected.set(`${name} ${table}`, RIGHTS);
      }
      return expected;
    }

    it.each(['all', 'reads', 'none', 'all'] as const)(
      'have what is written and nothing else, run one after the other: %s',
      async (foreign) => {
        await db.query(renderRolesSql(plan, { prefix, foreign }));
        const [real, wanted] = [await rights(), planned(foreign)];
        expect(Object.fromEntries([...real].sort())).toEqual(
          Object.fromEntries([...wanted].sort()),
        );
        expect(wanted.size).toBeGreaterThan(20);
      },
    );

    it('keep a domain out of a table that is not its own', async () => {
      await db.query(renderRolesSql(plan, { prefix, foreign: 'none' }));
      await db.query(`set role ${role('inventory')}`);
      try {
        const insert = `insert into warehouses (code, name) values ('TST', 'a test')`;
        const written = await db.query(insert).catch((error: Error) => error.message);
        expect(String(written)).not.toMatch(/permission denied/);
        await expect(db.query('select * from users')).rejects.toThrow(/permission denied/);
        await expect(db.query('delete from orders')).rejects.toThrow(/permission denied/);
      } finally {
        await db.query('reset role');
      }
    });
  },
);
