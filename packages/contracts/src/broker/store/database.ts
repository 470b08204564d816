/**
 * The one seam between the broker and its database. Everything above speaks SQL that SQLite and
 * PostgreSQL both understand, with `?` for parameters.
 */

export type SqlValue = string | number | null;
export type Row = Record<string, SqlValue>;

/** A piece of SQL with its parameters. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export interface Connection {
  all<T extends object = Row>(sql: string, params?: readonly SqlValue[]): Promise<T[]>;
  get<T extends object = Row>(sql: string, params?: readonly SqlValue[]): Promise<T | undefined>;
  /** Resolves to the number of rows changed. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>;
  /** `column IN (…)` with a single parameter, however long the list. */
  anyOf(column: string, values: readonly number[]): Sql;
}

export interface Database {
  readonly dialect: Dialect;
  /** One consistent view for the length of `work`. */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** One transaction: committed when `work` resolves, rolled back when it rejects. */
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type Dialect = 'sqlite' | 'postgres';
