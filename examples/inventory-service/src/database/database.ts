/** One row as both drivers return it: numbers for integers, `Date` for timestamps. */
export type Row = Record<string, unknown>;

export interface Queries {
  /** Runs one statement with `$1`-style parameters. */
  query<T extends Row>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** Runs several statements without parameters (migrations). */
  script(sql: string): Promise<void>;
}

/** The two adapters, PGlite and PostgreSQL, pass the same tests. */
export interface Database extends Queries {
  readonly kind: 'pglite' | 'postgres';
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
