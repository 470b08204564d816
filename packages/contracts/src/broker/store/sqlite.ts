import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ContractsError } from '../../model/error.ts';
import type { Connection, Database, SqlValue } from './database.ts';
import { turns } from './turns.ts';

/** How long a statement waits for another process that holds the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * SQLite through `node:sqlite`: one connection, used by one transaction at a time. The engine is
 * synchronous, so taking turns costs nothing and gives every request a consistent view.
 */
export function openSqlite(file: string): Database {
  const engine = open(file);
  const statements = new Map<string, StatementSync>();
  const connection = connect(engine, statements);
  const takeTurn = turns();

  const within = async <T>(begin: string, work: (c: Connection) => Promise<T>): Promise<T> => {
    engine.exec(begin);
    try {
      const result = await work(connection);
      engine.exec('COMMIT');
      return result;
    } catch (error) {
      if (engine.isTransaction) engine.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    dialect: 'sqlite',
    read: (work) => takeTurn(() => within('BEGIN', work)),
    // IMMEDIATE takes the write lock first, so that no check-then-act can be overtaken.
    write: (work) => takeTurn(() => within('BEGIN IMMEDIATE', work)),
    close: () =>
      takeTurn(async () => {
        statements.clear();
        engine.close();
      }),
  };
}

function open(file: string): DatabaseSync {
  try {
    const engine = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    engine.exec('PRAGMA foreign_keys = ON');
    // FULL: what was acknowledged survives a crash of the machine, not only of the process.
    engine.exec('PRAGMA synchronous = FULL');
    if (file !== ':memory:') engine.exec('PRAGMA journal_mode = WAL');
    return engine;
  } catch (cause) {
    throw new ContractsError(
      'CONTRACTS_BROKER_STORE_UNREADABLE',
      `The store ${file} cannot be opened: ${(cause as Error).message}`,
      'Check that the folder exists and is writable, and that the file is a broker store.',
      { cause },
    );
  }
}

function connect(engine: DatabaseSync, statements: Map<string, StatementSync>): Connection {
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = engine.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    async all<T>(sql: string, params: readonly SqlValue[] = []) {
      return prepare(sql).all(...params) as T[];
    },
    async get<T>(sql: string, params: readonly SqlValue[] = []) {
      return prepare(sql).get(...params) as T | undefined;
    },
    async run(sql, params = []) {
      return Number(prepare(sql).run(...params).changes);
    },
    anyOf(column, values) {
      return {
        sql: `${column} IN (SELECT value FROM json_each(?))`,
        params: [JSON.stringify(values)],
      };
    },
  };
}
