import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createSupervisor, type Supervisor } from '../../src/frame/supervisor.ts';
import { ASHLAR, listeningLine, REPOSITORY } from '../../src/stage.ts';

/** What a started process printed of itself, and how to look into its log and end it. */
export interface Started {
  readonly value: Record<string, string>;
  readonly logFile: string;
  stop(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

export interface ShopWorld {
  readonly folder: string;
  /** Starts `node FILE …` of the repository; `name` is also that of its log. */
  start(
    name: string,
    file: string,
    options?: { readonly args?: readonly string[]; readonly env?: Record<string, string> },
  ): Promise<Started>;
  /** Runs `ashlar …` to its end. */
  ashlar(...args: string[]): ReturnType<Supervisor['run']>;
  /** A new database on the server, dropped at the end. */
  database(name: string): Promise<string>;
  query<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<Row[]>;
  write(name: string, text: string): Promise<string>;
  close(): Promise<void>;
}

/** Real processes around one folder and one PostgreSQL server; nothing outlives `close`. */
export async function createWorld(postgres: string): Promise<ShopWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-shop-world-'));
  const supervisor = createSupervisor(folder, new AbortController().signal);
  const mark = randomBytes(4).toString('hex');
  const databases: string[] = [];
  const run = async <Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    folder,
    start: (name, file, { args = [], env = {} } = {}) =>
      supervisor.start({
        name,
        command: process.execPath,
        args: [join(REPOSITORY, file), ...args],
        env,
        ready: (line) => listeningLine(line) ?? eventsLine(line),
      }),
    ashlar: (...args) =>
      supervisor.run({
        name: `ashlar-${args.slice(0, 2).join('-')}`,
        command: process.execPath,
        args: [ASHLAR, ...args],
      }),
    database: async (name) => {
      const own = `ashlar_${name}_${mark}`;
      await run(postgres, `create database ${own}`);
      databases.push(own);
      const url = new URL(postgres);
      url.pathname = `/${own}`;
      return url.href;
    },
    query: run,
    write: async (name, text) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    },
    close: async () => {
      await supervisor.stopAll();
      for (const own of databases) await run(postgres, `drop database ${own} with (force)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the consumers of the event print when they are ready. */
function eventsLine(line: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const ready = typeof value === 'object' && value !== null && 'events' in value;
    return ready ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks again until it is so. */
export async function until(
  what: string,
  done: () => Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  for (const end = Date.now() + ms; !(await done()); ) {
    if (Date.now() > end) throw new Error(`waited ${ms / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
