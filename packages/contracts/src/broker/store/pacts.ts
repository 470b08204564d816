import type { Session } from './session.ts';

/** A pact as published for one consumer version, without its content. */
export interface Pact {
  readonly id: number;
  readonly consumerId: number;
  readonly consumer: string;
  readonly providerId: number;
  readonly provider: string;
  readonly versionId: number;
  readonly version: string;
  readonly contentId: number;
  readonly sha: string;
  readonly revision: number;
  readonly createdAt: string;
}

export const PACT_COLUMNS = `p.id, p.consumer_id AS "consumerId", cp.name AS consumer,
  p.provider_id AS "providerId", pp.name AS provider, p.version_id AS "versionId",
  v.number AS version, p.content_id AS "contentId", c.sha, p.revision, p.created_at AS "createdAt"`;
export const PACT_TABLES = `publications p JOIN pacticipants cp ON cp.id = p.consumer_id
  JOIN pacticipants pp ON pp.id = p.provider_id JOIN versions v ON v.id = p.version_id
  JOIN contents c ON c.id = p.content_id`;
const SELECT = `SELECT ${PACT_COLUMNS} FROM ${PACT_TABLES}`;

/** Names of both sides. */
export interface Pair {
  readonly consumer: string;
  readonly provider: string;
}

export function findPactById(s: Session, id: number): Promise<Pact | undefined> {
  return s.db.get<Pact>(`${SELECT} WHERE p.id = ?`, [id]);
}

export function findPact(s: Session, pair: Pair, version: string): Promise<Pact | undefined> {
  return s.db.get<Pact>(
    `${SELECT} WHERE cp.name = ? AND pp.name = ? AND v.number = ? AND p.superseded = 0`,
    [pair.consumer, pair.provider, version],
  );
}

/** The newest publication with that content, even one overwritten since. */
export function findPactBySha(s: Session, pair: Pair, sha: string): Promise<Pact | undefined> {
  return s.db.get<Pact>(
    `${SELECT} WHERE cp.name = ? AND pp.name = ? AND c.sha = ?
     ORDER BY p.version_id DESC, p.revision DESC LIMIT 1`,
    [pair.consumer, pair.provider, sha],
  );
}

export type PactFilter =
  | { readonly by: 'any' }
  | { readonly by: 'tag'; readonly tag: string }
  | { readonly by: 'untagged' }
  | { readonly by: 'branch'; readonly branch: string };

const UNTAGGED = ' AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.version_id = p.version_id)';
const TAGGED =
  ' AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = p.version_id AND t.name = ?)';
const ON_BRANCH = ` AND EXISTS (SELECT 1 FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id
  WHERE bv.version_id = p.version_id AND b.name = ?)`;
const ON_MAIN_BRANCH = ` AND EXISTS (SELECT 1 FROM branch_versions bv
  JOIN branches b ON b.id = bv.branch_id
  WHERE bv.version_id = p.version_id AND b.name = cp.main_branch)`;

function filterSql(filter: PactFilter): { sql: string; params: string[] } {
  switch (filter.by) {
    case 'any':
      return { sql: '', params: [] };
    case 'tag':
      return { sql: TAGGED, params: [filter.tag] };
    case 'untagged':
      return { sql: UNTAGGED, params: [] };
    case 'branch':
      return { sql: ON_BRANCH, params: [filter.branch] };
  }
}

/** The current pact of the newest consumer version that passes the filter. */
export function latestPact(s: Session, pair: Pair, filter: PactFilter): Promise<Pact | undefined> {
  const { sql, params } = filterSql(filter);
  return s.db.get<Pact>(
    `${SELECT} WHERE cp.name = ? AND pp.name = ? AND p.superseded = 0${sql}
     ORDER BY p.version_id DESC LIMIT 1`,
    [pair.consumer, pair.provider, ...params],
  );
}

/** The newest pact where either side may be left open. */
export function searchLatestPact(
  s: Session,
  consumerId: number | null,
  providerId: number | null,
): Promise<Pact | undefined> {
  const where = ['p.superseded = 0'];
  if (consumerId !== null) where.push('p.consumer_id = ?');
  if (providerId !== null) where.push('p.provider_id = ?');
  return s.db.get<Pact>(
    `${SELECT} WHERE ${where.join(' AND ')} ORDER BY p.version_id DESC LIMIT 1`,
    [consumerId, providerId].filter((id) => id !== null),
  );
}

/** The current pact of the newest version older than the given one. */
export function previousPact(
  s: Session,
  pact: Pact,
  filter: PactFilter,
): Promise<Pact | undefined> {
  const { sql, params } = filterSql(filter);
  return s.db.get<Pact>(
    `${SELECT} WHERE p.consumer_id = ? AND p.provider_id = ? AND p.version_id < ?
     AND p.superseded = 0${sql} ORDER BY p.version_id DESC LIMIT 1`,
    [pact.consumerId, pact.providerId, pact.versionId, ...params],
  );
}

export function previousDistinctPact(s: Session, pact: Pact): Promise<Pact | undefined> {
  return s.db.get<Pact>(
    `${SELECT} WHERE p.consumer_id = ? AND p.provider_id = ? AND p.version_id < ?
     AND p.content_id <> ? ORDER BY p.version_id DESC, p.revision DESC LIMIT 1`,
    [pact.consumerId, pact.providerId, pact.versionId, pact.contentId],
  );
}

export function nextPact(s: Session, pact: Pact): Promise<Pact | undefined> {
  return s.db.get<Pact>(
    `${SELECT} WHERE p.consumer_id = ? AND p.provider_id = ? AND p.version_id > ?
     AND p.superseded = 0 ORDER BY p.version_id LIMIT 1`,
    [pact.consumerId, pact.providerId, pact.versionId],
  );
}

/** Current pacts between two applications, newest version first; those of branches oldest first. */
export function pactsBetween(s: Session, pair: Pair, filter: ProviderPactsFilter): Promise<Pact[]> {
  const { sql, params } = providerFilterSql(filter);
  const order = filter.by === 'any' || filter.by === 'tag' ? 'DESC' : 'ASC';
  return s.db.all<Pact>(
    `${SELECT} WHERE cp.name = ? AND pp.name = ? AND p.superseded = 0${sql}
     ORDER BY p.version_id ${order}`,
    [pair.consumer, pair.provider, ...params],
  );
}

export type ProviderPactsFilter =
  | PactFilter
  | { readonly by: 'mainBranch' }
  | { readonly by: 'latest'; readonly tag?: string }
  | { readonly by: 'branchHead'; readonly branch: string }
  | { readonly by: 'mainBranchHead' };

/** Pacts of one provider by consumer name and version. Without a filter every revision counts. */
export function pactsForProvider(
  s: Session,
  providerId: number,
  filter: ProviderPactsFilter,
): Promise<Pact[]> {
  const { sql, params } = providerFilterSql(filter);
  return s.db.all<Pact>(
    `${SELECT} WHERE p.provider_id = ?${sql} ORDER BY LOWER(cp.name), p.version_id, p.revision`,
    [providerId, ...params],
  );
}

const CURRENT = ' AND p.superseded = 0';
const BRANCH_HEAD = `${CURRENT} AND p.version_id IN (SELECT bv.version_id FROM branch_versions bv
  JOIN branches b ON b.id = bv.branch_id
  WHERE b.pacticipant_id = p.consumer_id AND b.name = %
  AND bv.id = (SELECT MAX(h.id) FROM branch_versions h WHERE h.branch_id = b.id))`;

function providerFilterSql(filter: ProviderPactsFilter): { sql: string; params: string[] } {
  switch (filter.by) {
    case 'any':
    case 'untagged':
      return filterSql(filter);
    case 'tag':
    case 'branch': {
      const { sql, params } = filterSql(filter);
      return { sql: CURRENT + sql, params };
    }
    case 'mainBranch':
      return { sql: CURRENT + ON_MAIN_BRANCH, params: [] };
    case 'latest':
      return filter.tag === undefined
        ? { sql: CURRENT + newest(''), params: [] }
        : { sql: CURRENT + TAGGED + newest(NEWEST_TAGGED), params: [filter.tag, filter.tag] };
    case 'branchHead':
      return { sql: BRANCH_HEAD.replace('%', '?'), params: [filter.branch] };
    case 'mainBranchHead':
      return { sql: BRANCH_HEAD.replace('%', 'cp.main_branch'), params: [] };
  }
}

const NEWEST_TAGGED =
  ' AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = n.version_id AND t.name = ?)';

function newest(condition: string): string {
  return ` AND p.version_id = (SELECT MAX(n.version_id) FROM publications n
    WHERE n.consumer_id = p.consumer_id AND n.provider_id = p.provider_id
    AND n.superseded = 0${condition})`;
}

/** SQL for the id of the latest publication between the two that a row of `alias` names. */
export function newestOf(alias: string): string {
  return `SELECT n.id FROM publications n WHERE n.consumer_id = ${alias}.consumer_id
    AND n.provider_id = ${alias}.provider_id AND n.superseded = 0
    ORDER BY n.version_id DESC LIMIT 1`;
}

/** The latest pact of every integration. */
export function latestPacts(s: Session): Promise<Pact[]> {
  return s.db.all<Pact>(
    `${SELECT} WHERE p.id IN (SELECT (${newestOf('i')}) FROM integrations i)
     ORDER BY LOWER(cp.name), LOWER(pp.name), p.version_id`,
  );
}

/** Current pacts by consumer version id, by provider name. */
export async function pactsOfVersions(
  s: Session,
  versionIds: readonly number[],
): Promise<Map<number, Pact[]>> {
  const chosen = s.db.anyOf('p.version_id', versionIds);
  const rows = await s.db.all<Pact>(
    `${SELECT} WHERE ${chosen.sql} AND p.superseded = 0 ORDER BY p.id`,
    chosen.params,
  );
  return Map.groupBy(rows, (row) => row.versionId);
}

export async function deletePact(s: Session, pact: Pact): Promise<void> {
  await s.db.run('DELETE FROM publications WHERE version_id = ? AND provider_id = ?', [
    pact.versionId,
    pact.providerId,
  ]);
}
