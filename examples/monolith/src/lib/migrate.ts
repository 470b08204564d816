import { readdir, readFile } from 'node:fs/promises';
import type { OpenDatabase, SqlSession } from './database.ts';
import { log } from './logger.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const SEEDS = new URL('../../seeds/', import.meta.url);

/** Any constant; two processes that start at once take turns on it. */
const MIGRATION_LOCK = 720_511;

async function scriptsIn(folder: URL): Promise<{ name: string; script: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({ name, script: await readFile(new URL(name, folder), 'utf8') })),
  );
}

async function runOnce(session: SqlSession, folder: URL): Promise<string[]> {
  const done = await session.rows<{ name: string }>('select name from schema_migrations');
  const applied = new Set(done.map((row) => row.name));
  const pending = (await scriptsIn(folder)).filter(({ name }) => !applied.has(name));
  for (const { name, script } of pending) {
    try {
      await session.exec(
        `begin;\n${script}\ninsert into schema_migrations (name) values ('${name}');\ncommit;`,
      );
    } catch (error) {
      await session.exec('rollback');
      throw new Error(`migration ${name} failed`, { cause: error });
    }
  }
  return pending.map(({ name }) => name);
}

/** Brings the schema up to date and, when asked, loads the demo data. Safe to repeat. */
export async function migrate(database: OpenDatabase, options: { seed: boolean }): Promise<void> {
  const applied = await database.withSession(async (session) => {
    await session.exec(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    try {
      await session.exec(
        'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
      );
      const names = await runOnce(session, MIGRATIONS);
      return options.seed ? [...names, ...(await runOnce(session, SEEDS))] : names;
    } finally {
      await session.exec(`select pg_advisory_unlock(${MIGRATION_LOCK})`);
    }
  });
  if (applied.length > 0) log.info('database migrated', { applied });
}
