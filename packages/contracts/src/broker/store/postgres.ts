import type { Pool, PoolClient } from 'pg';
import { ContractsError } from '../../model/error.ts';
import type { Connection, Database, SqlValue } from './database.ts';
import { turns } from './turns.ts';

/**
 * Writers of all brokers on the store take turns (explicit locking, PostgreSQL manual 13.3.5). Each
 * statement after the lock sees what was committed before it (13.2.1), so that no check-then-act can
 * be overtaken. A broker that hangs loses the lock with its connection.
 */
const BEGIN_WRITE = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SET LOCAL idle_in_transaction_session_timeout = '30s';
  SELECT pg_advisory_xact_lock(hashtext('ashlar_broker.' || current_schema()))`;
const BEGIN_READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
const INT8 = 20;
const POOL_SIZE = 10;

/** PostgreSQL, for several brokers on one store. Reading never waits for writing. */
export async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool: Pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  // A dropped idle connection is replaced; the next query tells if the server is really gone.
  pool.on('error', () => undefined);
  await check(pool, url);
  // Turns within the process too: writers that wait for the lock would use up the connections.
  const takeTurn = turns();
  return {
    dialect: 'postgres',
    read: (work) => within(pool, BEGIN_READ, work),
    write: (work) => takeTurn(() => within(pool, BEGIN_WRITE, work)),
    close: () => pool.end(),
  };
}

async function check(pool: Pool, url: string): Promise<void> {
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    const host = URL.canParse(url) ? new URL(url).host : 'the given address';
    throw new ContractsError(
      'CONTRACTS_BROKER_STORE_UNREADABLE',
      `The PostgreSQL store at ${host} cannot be opened: ${(cause as Error).message}`,
      'Check that the server runs, that the database exists, and user name and password.',
      { cause },
    );
  }
}

async function within<T>(
  pool: Pool,
  begin: string,
  work: (c: Connection) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await work(connect(client));
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}

function connect(client: PoolClient): Connection {
  const query = async (sql: string, params: readonly SqlValue[] = []) =>
    client.query(numbered(sql), params.map(storable));
  return {
    async all<T>(sql: string, params?: readonly SqlValue[]) {
      return (await query(sql, params)).rows as T[];
    },
    async get<T>(sql: string, params?: readonly SqlValue[]) {
      return (await query(sql, params)).rows[0] as T | undefined;
    },
    async run(sql, params) {
      return (await query(sql, params)).rowCount ?? 0;
    },
    anyOf: (column, values) => ({
      sql: `${column} IN (SELECT value::int FROM json_array_elements_text(?::json))`,
      params: [JSON.stringify(values)],
    }),
  };
}

const texts = new Map<string, string>();

/** `?` placeholders as `$1`, `$2`, …; the statements have none within quotes. */
function numbered(sql: string): string {
  let text = texts.get(sql);
  if (text === undefined) {
    let index = 0;
    text = sql.replace(/\?/g, () => `$${++index}`);
    texts.set(sql, text);
  }
  return text;
}

/** PostgreSQL text cannot hold a NUL character. */
function storable(value: SqlValue): SqlValue {
  return typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value;
}
