import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { StepFailure } from '../frame/failure.ts';

export interface Databases {
  /** A new one on the server; gives its address. */
  create(name: string): Promise<string>;
  query<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<Row[]>;
  /** Drops those that were created. */
  drop(): Promise<void>;
}

/** Databases of this run alone, on the server that `server` is a database of. */
export function createDatabases(server: string): Databases {
  const mark = randomBytes(4).toString('hex');
  const created: string[] = [];
  return {
    create: async (name) => {
      const own = `ashlar_${name}_${mark}`;
      await run(server, `create database ${own}`).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        const what = `PostgreSQL does not let this run create a database: ${why}`;
        throw new StepFailure(`${what}. Name a user who may in DATABASE_URL.`, { cause: error });
      });
      created.push(own);
      const url = new URL(server);
      url.pathname = `/${own}`;
      return url.href;
    },
    query: run,
    drop: async () => {
      for (const own of created) await run(server, `drop database ${own} with (force)`);
    },
  };
}

async function run<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
