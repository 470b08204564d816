import { compareBytes } from '../publishing/content.ts';
import type { Sql } from '../store/database.ts';
import type { Session } from '../store/session.ts';
import type { LatestBy } from './query.ts';
import { nameOnly, type ResolvedSelector, versionMissing } from './selector.ts';

/** A pact of a consumer version beside the result of a provider version, if there is one. */
export interface MatrixRow {
  readonly publicationId: number;
  readonly consumerId: number;
  readonly consumer: string;
  readonly consumerVersionId: number;
  readonly consumerVersion: string;
  readonly providerId: number;
  readonly provider: string;
  readonly providerVersionId: number | null;
  readonly providerVersion: string | null;
  readonly sha: string;
  readonly contentId: number;
  readonly revision: number;
  readonly pactCreatedAt: string;
  readonly verificationId: number | null;
  readonly verificationNumber: number | null;
  readonly success: boolean | null;
  readonly verifiedAt: string | null;
}

type RawRow = Omit<MatrixRow, 'success'> & { success: number | null };

export interface RowQuery {
  readonly selectors: readonly ResolvedSelector[];
  readonly latestby: LatestBy | undefined;
  readonly limit: number | undefined;
}

const COLUMNS = `p.id AS "publicationId", p.consumer_id AS "consumerId", c.name AS consumer,
  p.version_id AS "consumerVersionId", cv.number AS "consumerVersion",
  p.provider_id AS "providerId", pr.name AS provider, r.provider_version_id AS "providerVersionId",
  pv.number AS "providerVersion", k.sha, p.content_id AS "contentId", p.revision,
  p.created_at AS "pactCreatedAt", r.id AS "verificationId", r.number AS "verificationNumber",
  r.success, r.created_at AS "verifiedAt"`;

const PACT_TABLES = `publications p JOIN pacticipants c ON c.id = p.consumer_id
  JOIN pacticipants pr ON pr.id = p.provider_id JOIN versions cv ON cv.id = p.version_id
  JOIN contents k ON k.id = p.content_id`;

/** Rows in the order of the protocol, before `latestby` has thinned them out. */
export async function findRows(s: Session, query: RowQuery): Promise<MatrixRow[]> {
  const rows =
    query.selectors.length === 1 ? await rowsOfOne(s, query) : await rowsBetween(s, query);
  const found = rows.map((row) => ({
    ...row,
    success: row.success === null ? null : row.success === 1,
  }));
  if (query.limit !== undefined && found.length > query.limit) {
    found.sort((a, b) => compareBytes(lastAction(b), lastAction(a)));
    found.length = query.limit;
  }
  return found.sort(compareRows);
}

function lastAction(row: MatrixRow): string {
  const { pactCreatedAt, verifiedAt } = row;
  return verifiedAt !== null && verifiedAt > pactCreatedAt ? verifiedAt : pactCreatedAt;
}

/** A single selector: all results of its pacts, and all pacts it has results for. */
async function rowsOfOne(s: Session, query: RowQuery): Promise<RawRow[]> {
  const consumer = matching(s, query.selectors, 'p.consumer_id', 'p.version_id');
  const provider = matching(s, query.selectors, 'r.provider_id', 'r.provider_version_id');
  const { pacts, results } = currentOnly(query);
  const sides = [
    { join: 'LEFT JOIN', where: consumer },
    { join: 'JOIN', where: provider },
  ];
  const rows = new Map<string, RawRow>();
  for (const { join, where } of sides) {
    const found = await s.db.all<RawRow>(
      `SELECT ${COLUMNS} FROM ${PACT_TABLES}
       ${join} verifications r ON r.content_id = p.content_id${results}
       LEFT JOIN versions pv ON pv.id = r.provider_version_id
       WHERE (${where.sql})${pacts}${limitSql(query)}`,
      where.params,
    );
    for (const row of found) rows.set(`${row.publicationId}/${row.verificationId}`, row);
  }
  return [...rows.values()];
}

/**
 * Several selectors: results count only where they come from a selected provider version, so that
 * a pact which the wanted version never verified keeps a row without a result.
 */
async function rowsBetween(s: Session, query: RowQuery): Promise<RawRow[]> {
  const { selectors } = query;
  const all = [...new Set(selectors.map(({ pacticipantId }) => pacticipantId))];
  const specified = selectors
    .filter(({ kind }) => kind === 'specified')
    .map(({ pacticipantId }) => pacticipantId);
  const consumer = matching(s, selectors, 'p.consumer_id', 'p.version_id');
  const provider = matching(s, selectors, 'r.provider_id', 'r.provider_version_id');
  const knownProvider = s.db.anyOf('p.provider_id', all);
  const asConsumer = s.db.anyOf('p.consumer_id', specified);
  const asProvider = s.db.anyOf('p.provider_id', specified);
  const { pacts, results } = currentOnly(query);
  return s.db.all<RawRow>(
    `SELECT ${COLUMNS} FROM ${PACT_TABLES}
     LEFT JOIN verifications r ON r.content_id = p.content_id${results} AND (${provider.sql})
     LEFT JOIN versions pv ON pv.id = r.provider_version_id
     WHERE (${consumer.sql}) AND ${knownProvider.sql}
       AND (${asConsumer.sql} OR ${asProvider.sql})${pacts}${limitSql(query)}`,
    [
      ...provider.params,
      ...consumer.params,
      ...knownProvider.params,
      ...asConsumer.params,
      ...asProvider.params,
    ],
  );
}

function matching(
  s: Session,
  selectors: readonly ResolvedSelector[],
  pacticipantColumn: string,
  versionColumn: string,
): Sql {
  const names = selectors.filter(nameOnly).map(({ pacticipantId }) => pacticipantId);
  const versions = selectors
    .filter((selector) => !nameOnly(selector))
    .map(({ versionId }) => versionId)
    .filter((id) => id !== undefined);
  // An empty list left in the condition would keep the database from using one index for the other.
  const parts = [
    { column: pacticipantColumn, ids: names },
    { column: versionColumn, ids: versions },
  ].filter(({ ids }) => ids.length > 0);
  const conditions = parts.map(({ column, ids }) => s.db.anyOf(column, [...new Set(ids)]));
  return {
    sql: conditions.map(({ sql }) => sql).join(' OR ') || '1 = 0',
    params: conditions.flatMap(({ params }) => params),
  };
}

/** With `latestby` only the latest revisions and results count, without it all of them. */
function currentOnly({ latestby }: RowQuery): { pacts: string; results: string } {
  if (latestby === undefined) return { pacts: '', results: '' };
  return { pacts: ' AND p.superseded = 0', results: ' AND r.superseded = 0' };
}

function limitSql({ limit }: RowQuery): string {
  return limit === undefined ? '' : ` ORDER BY p.id DESC, r.id DESC LIMIT ${limit}`;
}

/**
 * Rows for provider versions that live in the environment and have no result for a content that a
 * neighbouring version has one for. The outer join cannot show them: it found the neighbour.
 */
export function missingResults(
  rows: readonly MatrixRow[],
  selectors: readonly ResolvedSelector[],
): MatrixRow[] {
  const live = selectors.filter(
    (selector) => selector.original.environment !== undefined && !versionMissing(selector),
  );
  const missing: MatrixRow[] = [];
  for (const [, group] of Map.groupBy(rows, (row) => row.publicationId)) {
    const [row] = group;
    if (row === undefined || row.providerVersionId === null) continue;
    const verified = new Set(group.map(({ providerVersionId }) => providerVersionId));
    for (const { pacticipantId, versionId, version } of live) {
      if (pacticipantId !== row.providerId || versionId === undefined) continue;
      if (verified.has(versionId)) continue;
      verified.add(versionId);
      missing.push(withoutResult(row, versionId, version ?? ''));
    }
  }
  return missing;
}

function withoutResult(row: MatrixRow, versionId: number, version: string): MatrixRow {
  return {
    ...row,
    providerVersionId: versionId,
    providerVersion: version,
    verificationId: null,
    verificationNumber: null,
    success: null,
    verifiedAt: null,
  };
}

/** Keeps the newest provider version of each group; groups without one keep their first row. */
export function latestRows(
  rows: readonly MatrixRow[],
  latestby: LatestBy | undefined,
): MatrixRow[] {
  if (latestby === undefined) return [...rows];
  const keyOf = (row: MatrixRow): string => {
    const pair = [row.consumerId, row.providerId];
    if (latestby === 'cp') return pair.join('/');
    const key = [...pair, row.consumerVersionId];
    return (latestby === 'cvp' ? key : [...key, row.providerVersionId]).join('/');
  };
  return [...Map.groupBy(rows, keyOf).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (first.providerVersionId === null) return [first];
    return [
      group.reduce((a, b) => ((b.providerVersionId ?? 0) > (a.providerVersionId ?? 0) ? b : a)),
    ];
  });
}

export function compareRows(a: MatrixRow, b: MatrixRow): number {
  return (
    compareBytes(a.consumer, b.consumer) ||
    b.consumerVersionId - a.consumerVersionId ||
    b.revision - a.revision ||
    compareBytes(a.provider, b.provider) ||
    descending(a.providerVersionId, b.providerVersionId) ||
    descending(a.verificationId, b.verificationId)
  );
}

function descending(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null ? 1 : b - a;
}
