import { newestOf, PACT_COLUMNS, PACT_TABLES, type Pact } from './pacts.ts';
import type { Page, Session } from './session.ts';
import { limitOf } from './session.ts';

/** Whose pacts to show; nothing means everybody's. */
export interface DashboardFilter {
  readonly consumer?: string;
  readonly provider?: string;
}

// Each part starts from a short list, so that the size of the history does not matter. CROSS JOIN
// keeps SQLite to that order: without statistics on a short table it would read the long one.
const LATEST = `SELECT (${newestOf('i')}) FROM integrations i`;
const LATEST_OF_TAGS = `SELECT n.id FROM (
    SELECT tn.consumer_id, tn.provider_id, MAX(tn.version_id) AS version_id
    FROM tags t CROSS JOIN publications tn WHERE tn.version_id = t.version_id AND tn.superseded = 0
    GROUP BY tn.consumer_id, tn.provider_id, t.name) m
  CROSS JOIN publications n WHERE n.consumer_id = m.consumer_id AND n.provider_id = m.provider_id
    AND n.version_id = m.version_id AND n.superseded = 0`;
const DEPLOYED = `SELECT n.id FROM deployed_versions d CROSS JOIN publications n
  WHERE n.version_id = d.version_id AND n.superseded = 0 AND d.undeployed_at IS NULL`;
const SUPPORTED = `SELECT n.id FROM released_versions r CROSS JOIN publications n
  WHERE n.version_id = r.version_id AND n.superseded = 0 AND r.support_ended_at IS NULL`;

/** The pacts that matter now: the latest of each integration, of each tag, and those deployed. */
export function dashboardPacts(
  s: Session,
  filter: DashboardFilter,
  page: Page | undefined,
): Promise<Pact[]> {
  const where: string[] = [];
  const params: string[] = [];
  if (filter.consumer !== undefined) {
    where.push(' AND cp.name = ?');
    params.push(filter.consumer);
  }
  if (filter.provider !== undefined) {
    where.push(' AND pp.name = ?');
    params.push(filter.provider);
  }
  return s.db.all<Pact>(
    `SELECT ${PACT_COLUMNS} FROM ${PACT_TABLES} WHERE p.id IN (${LATEST} UNION ${LATEST_OF_TAGS}
       UNION ${DEPLOYED} UNION ${SUPPORTED})${where.join('')}
     ORDER BY LOWER(cp.name), p.version_id DESC, p.revision DESC, LOWER(pp.name)${limitOf(page)}`,
    params,
  );
}

/** Tags by publication id: those of which it is the newest pact between the two. Sorted. */
export async function headTags(
  s: Session,
  publicationIds: readonly number[],
): Promise<Map<number, string[]>> {
  const chosen = s.db.anyOf('p.id', publicationIds);
  const rows = await s.db.all<{ id: number; name: string }>(
    `SELECT p.id, t.name FROM publications p JOIN tags t ON t.version_id = p.version_id
     WHERE ${chosen.sql} AND NOT EXISTS (SELECT 1 FROM publications n
       JOIN tags nt ON nt.version_id = n.version_id AND nt.name = t.name
       WHERE n.consumer_id = p.consumer_id AND n.provider_id = p.provider_id
       AND n.superseded = 0 AND n.version_id > p.version_id)
     ORDER BY t.name`,
    chosen.params,
  );
  const groups = Map.groupBy(rows, ({ id }) => id);
  return new Map([...groups].map(([id, tags]) => [id, tags.map(({ name }) => name)]));
}
