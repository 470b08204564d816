import pg from 'pg';
import type { Database, Queries, Row } from './database.ts';

export async function openPostgres(connectionString: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 5_000 });
  // An idle connection that the server drops is replaced on the next query; without a listener
  // the pool's 'error' event would end the process.
  pool.on('error', () => undefined);
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: 'postgres',
    ...queriesOn(pool),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(queriesOn(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function queriesOn(connection: pg.Pool | pg.PoolClient): Queries {
  return {
    query: async <T extends Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await connection.query<T>(sql, [...parameters])).rows,
    script: async (sql) => {
      await connection.query(sql);
    },
  };
}
