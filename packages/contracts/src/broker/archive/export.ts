import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ContractsError } from '../../model/error.ts';
import type { Connection, Row } from '../store/database.ts';
import { openStore } from '../store/open.ts';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, MANIFEST } from './manifest.ts';
import { TABLES } from './tables.ts';

const BATCH = 500;

/** Rows per table. */
export type ArchiveCounts = Readonly<Record<string, number>>;

/**
 * Writes everything a store holds into a new folder: one file of JSON lines per table, as of one
 * moment, while brokers go on. Secrets of webhooks are in it as they are.
 *
 * @throws ContractsError CONTRACTS_BROKER_ARCHIVE_UNUSABLE, CONTRACTS_BROKER_STORE_UNREADABLE
 */
export async function exportStore(options: {
  readonly database: string;
  readonly to: string;
}): Promise<ArchiveCounts> {
  const target = options.to.replace(/\/+$/, '');
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const database = await openStore(options.database);
  try {
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    const counts = await database.read((c) => writeTables(c, temporary));
    await writeLines(join(temporary, MANIFEST), [
      { format: ARCHIVE_FORMAT, schemaVersion: ARCHIVE_VERSION, rows: counts },
    ]);
    // Renaming over a folder with files in it fails: nothing is ever mixed with what was there.
    await rename(temporary, target);
    return counts;
  } catch (cause) {
    if (cause instanceof ContractsError) throw cause;
    throw new ContractsError(
      'CONTRACTS_BROKER_ARCHIVE_UNUSABLE',
      `The store cannot be exported to ${target}: ${(cause as Error).message}`,
      'Name a folder that does not exist yet, in a place you may write to.',
      { cause },
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await database.close();
  }
}

async function writeTables(c: Connection, folder: string): Promise<ArchiveCounts> {
  const counts: Record<string, number> = {};
  for (const [table, columns] of Object.entries(TABLES)) {
    counts[table] = await writeLines(join(folder, `${table}.jsonl`), rows(c, table, columns));
  }
  counts.counters = await writeLines(
    join(folder, 'counters.jsonl'),
    await c.all('SELECT name, value FROM counters ORDER BY name'),
  );
  return counts;
}

async function* rows(
  c: Connection,
  table: string,
  columns: readonly string[],
): AsyncGenerator<Row> {
  const sql = `SELECT ${columns.join(', ')} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${BATCH}`;
  let last = 0;
  for (;;) {
    const batch = await c.all(sql, [last]);
    yield* batch;
    if (batch.length < BATCH) return;
    last = Number(batch.at(-1)?.id);
  }
}

async function writeLines(
  path: string,
  lines: AsyncIterable<object> | Iterable<object>,
): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let count = 0;
    let pending = '';
    for await (const line of lines) {
      pending += `${JSON.stringify(line)}\n`;
      count++;
      if (pending.length < 1 << 20) continue;
      await file.writeFile(pending);
      pending = '';
    }
    await file.writeFile(pending);
    await file.sync();
    return count;
  } finally {
    await file.close();
  }
}
