import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ContractsError } from '../../model/error.ts';
import type { Connection, Dialect, SqlValue } from '../store/database.ts';
import { openStore } from '../store/open.ts';
import type { ArchiveCounts } from './export.ts';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, MANIFEST } from './manifest.ts';
import { TABLES } from './tables.ts';

/**
 * Fills an empty store from a folder that {@link exportStore} wrote, all of it or nothing. The
 * store may be of the other kind: this is also the way from SQLite to PostgreSQL.
 *
 * @throws ContractsError CONTRACTS_BROKER_ARCHIVE_UNUSABLE, CONTRACTS_BROKER_STORE_NOT_EMPTY
 */
export async function importStore(options: {
  readonly database: string;
  readonly from: string;
}): Promise<ArchiveCounts> {
  const expected = await readManifest(options.from);
  const database = await openStore(options.database);
  try {
    return await database.write(async (c) => {
      await refuseUnlessEmpty(c);
      const counts: Record<string, number> = {};
      for (const [table, columns] of Object.entries(TABLES)) {
        counts[table] = await readTable(c, options.from, table, columns);
        if (counts[table] !== expected[table]) {
          throw unusable(options.from, `${table}.jsonl has not as many lines as ${MANIFEST} says`);
        }
        await continueIds(c, database.dialect, table);
      }
      await c.run('DELETE FROM counters');
      counts.counters = await readTable(c, options.from, 'counters', ['name', 'value']);
      return counts;
    });
  } finally {
    await database.close();
  }
}

/** @throws ContractsError CONTRACTS_BROKER_STORE_NOT_EMPTY */
export async function refuseUnlessEmpty(c: Connection): Promise<void> {
  for (const table of ['pacticipants', 'environments', 'webhooks']) {
    if ((await c.get(`SELECT 1 AS found FROM ${table} LIMIT 1`)) === undefined) continue;
    throw new ContractsError(
      'CONTRACTS_BROKER_STORE_NOT_EMPTY',
      `The store already holds ${table}.`,
      'Import into a new store; two stores are never mixed. Nothing was changed.',
    );
  }
}

async function readManifest(folder: string): Promise<ArchiveCounts> {
  let manifest: { format?: unknown; schemaVersion?: unknown; rows?: ArchiveCounts };
  try {
    manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
  } catch (cause) {
    throw unusable(folder, `${MANIFEST}: ${(cause as Error).message}`, cause);
  }
  const { format, schemaVersion, rows } = manifest;
  if (format !== ARCHIVE_FORMAT || typeof rows !== 'object') {
    throw unusable(folder, `${MANIFEST} is not that of an exported broker`);
  }
  if (typeof schemaVersion !== 'number' || schemaVersion > ARCHIVE_VERSION) {
    throw unusable(folder, 'it was written by a newer version of this package');
  }
  return rows;
}

async function readTable(
  c: Connection,
  folder: string,
  table: string,
  columns: readonly string[],
): Promise<number> {
  const marks = columns.map(() => '?').join(', ');
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`;
  const path = join(folder, `${table}.jsonl`);
  let count = 0;
  try {
    const input = createReadStream(path, 'utf8');
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const row = JSON.parse(line) as Record<string, SqlValue>;
      await c.run(
        sql,
        columns.map((column) => row[column] ?? null),
      );
      count++;
    }
    return count;
  } catch (cause) {
    throw unusable(folder, `${table}.jsonl, line ${count + 1}: ${(cause as Error).message}`, cause);
  }
}

/** PostgreSQL counts ids apart from the rows; SQLite looks at the largest. */
async function continueIds(c: Connection, dialect: Dialect, table: string): Promise<void> {
  if (dialect === 'sqlite') return;
  await c.get(
    `SELECT setval(pg_get_serial_sequence('${table}', 'id'), GREATEST((SELECT MAX(id) FROM ${table}), 1)) AS id`,
  );
}

function unusable(folder: string, reason: string, cause?: unknown): ContractsError {
  return new ContractsError(
    'CONTRACTS_BROKER_ARCHIVE_UNUSABLE',
    `${folder} cannot be imported: ${reason}`,
    'Name a folder written by `ashlar broker export`. Nothing was changed.',
    { cause },
  );
}
