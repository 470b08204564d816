/** One interface over the two places the shop can keep its data. */
import type { PGlite } from '@electric-sql/pglite';
import type { SQL } from 'drizzle-orm';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import pg from 'pg';
import { openCluster } from './embedded-postgres.ts';
import { StartupError } from './errors.ts';
import { log } from './logger.ts';

/** A connection or a transaction: functions that take one run in either. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** A single session, for what Drizzle does not do: scripts of several statements and locks. */
export interface SqlSession {
  exec(script: string): Promise<void>;
  rows<T>(text: string): Promise<T[]>;
}

export interface OpenDatabase {
  kind: 'pglite' | 'postgresql';
  db: Database;
  withSession<T>(run: (session: SqlSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Raw rows of a statement; numbers must be cast to `int` in it, dates to text. */
export async function rowsOf<T>(db: Database, statement: SQL): Promise<T[]> {
  const result = (await db.execute(statement)) as unknown as { rows: T[] };
  return result.rows;
}

export async function openEmbedded(dataDir: string | undefined): Promise<OpenDatabase> {
  let client: PGlite;
  try {
    client = await openCluster(dataDir);
  } catch (cause) {
    throw new StartupError(
      'SHOP_DATA_DIR_UNUSABLE',
      `The embedded database could not be opened in ${dataDir ?? 'memory'}.`,
      'Give DATA_DIR a folder that can be written and that no other process uses, or unset it.',
      cause,
    );
  }
  const session: SqlSession = {
    exec: async (script) => void (await client.exec(script)),
    rows: async <T>(text: string) => (await client.query<T>(text)).rows,
  };
  return {
    kind: 'pglite',
    db: drizzlePglite(client) as unknown as Database,
    withSession: (run) => run(session),
    close: () => client.close(),
  };
}

export async function openPostgres(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 });
  pool.on('error', (error) => log.error('idle database connection failed', { error }));
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    throw unreachable(url, cause);
  }
  return {
    kind: 'postgresql',
    db: drizzlePg(pool) as unknown as Database,
    withSession: (run) => withPooledSession(pool, run),
    close: () => pool.end(),
  };
}

async function withPooledSession<T>(
  pool: pg.Pool,
  run: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    return await run({
      exec: async (script) => void (await client.query(script)),
      rows: async <R>(text: string) => (await client.query(text)).rows as R[],
    });
  } finally {
    client.release();
  }
}

function unreachable(url: string, cause: unknown): StartupError {
  const reason = cause instanceof AggregateError ? cause.errors[0] : cause;
  const why = reason instanceof Error ? reason.message : String(reason);
  const shown = URL.canParse(url) ? Object.assign(new URL(url), { password: '' }).href : 'that URL';
  return new StartupError(
    'SHOP_DATABASE_UNREACHABLE',
    `No PostgreSQL answers at ${shown}: ${why}.`,
    'Start PostgreSQL and create the database (createdb shop), correct DATABASE_URL, or unset it to use the embedded database.',
    cause,
  );
}
