import { openStore } from '../store/open.ts';
import { DEFAULT_KEEP, type KeepSelector, keepSql } from './selector.ts';

export interface CleanOptions {
  readonly database: string;
  /** Default: 90 days, and the newest of each application, branch and tag. */
  readonly keep?: readonly KeepSelector[];
  /** Only say what would go. */
  readonly dryRun?: boolean;
  readonly clock?: () => Date;
}

export interface CleanResult {
  /** What went, or would go, by application and age. */
  readonly deleted: readonly { readonly pacticipant: string; readonly version: string }[];
  readonly kept: number;
}

/** Versions per transaction: short enough for a broker on the same store to get its turn. */
const BATCH = 200;

// Whatever the selectors say: deleting these would make can-i-deploy forget what is running.
const LIVE = [
  'EXISTS (SELECT 1 FROM deployed_versions d WHERE d.version_id = v.id AND d.undeployed_at IS NULL)',
  'EXISTS (SELECT 1 FROM released_versions r WHERE r.version_id = v.id AND r.support_ended_at IS NULL)',
];

/**
 * Deletes the versions that no selector keeps, with their contracts, results, tags and places on
 * branches. Versions that are deployed or supported anywhere always stay. Content that no version
 * publishes any more goes too.
 *
 * @throws ContractsError CONTRACTS_BROKER_STORE_UNREADABLE
 */
export async function cleanStore(options: CleanOptions): Promise<CleanResult> {
  const now = (options.clock ?? (() => new Date()))();
  const kept = (options.keep ?? DEFAULT_KEEP).map((selector) => keepSql(selector, now));
  const stays = [...kept.map(({ sql }) => `(${sql})`), ...LIVE].join(' OR ');
  const params = kept.flatMap((part) => part.params);
  const from = 'versions v JOIN pacticipants pt ON pt.id = v.pacticipant_id';
  const database = await openStore(options.database);
  try {
    const doomed = await database.read((c) =>
      c.all<{ id: number; pacticipant: string; version: string }>(
        `SELECT v.id, pt.name AS pacticipant, v.number AS version FROM ${from}
         WHERE NOT (${stays}) ORDER BY pt.name, v.id`,
        params,
      ),
    );
    for (let start = 0; start < doomed.length && options.dryRun !== true; start += BATCH) {
      await database.write(async (c) => {
        const ids = doomed.slice(start, start + BATCH).map(({ id }) => id);
        const chosen = c.anyOf('id', ids);
        // Asked again: one of them may have been deployed in the meantime.
        const live = LIVE.map((sql) => sql.replaceAll('v.id', 'versions.id')).join(' OR ');
        await c.run(`DELETE FROM versions WHERE ${chosen.sql} AND NOT (${live})`, chosen.params);
      });
    }
    if (options.dryRun !== true) await database.write((c) => c.run(ORPHANS));
    const rest = await database.read((c) =>
      c.get<{ total: number }>('SELECT COUNT(*) AS total FROM versions'),
    );
    const total = rest?.total ?? 0;
    return {
      deleted: doomed.map(({ pacticipant, version }) => ({ pacticipant, version })),
      kept: options.dryRun === true ? total - doomed.length : total,
    };
  } finally {
    await database.close();
  }
}

const ORPHANS = `DELETE FROM contents WHERE NOT EXISTS
  (SELECT 1 FROM publications p WHERE p.content_id = contents.id)`;
