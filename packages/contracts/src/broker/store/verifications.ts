import type { Session } from './session.ts';

/** The outcome of verifying one content with one provider version. */
export interface Verification {
  readonly id: number;
  readonly number: number;
  readonly contentId: number;
  readonly sha: string;
  readonly consumerId: number;
  readonly consumer: string;
  readonly providerId: number;
  readonly provider: string;
  readonly providerVersionId: number;
  readonly providerVersion: string;
  readonly success: boolean;
  readonly wip: boolean;
  readonly pending: boolean;
  readonly buildUrl: string | null;
  /** JSON text as published. */
  readonly testResults: string | null;
  /** JSON text: `{implementation, version, client_implementation, …}`. */
  readonly verifiedBy: string;
  readonly createdAt: string;
}

type VerificationRow = Omit<Verification, 'success' | 'wip' | 'pending'> & {
  success: number;
  wip: number;
  pending: number | null;
};

const SELECT = `SELECT r.id, r.number, r.content_id AS "contentId", c.sha,
  r.consumer_id AS "consumerId", cp.name AS consumer, r.provider_id AS "providerId",
  pp.name AS provider, r.provider_version_id AS "providerVersionId", pv.number AS "providerVersion",
  r.success, r.wip, r.pending, r.build_url AS "buildUrl", r.test_results AS "testResults",
  r.verified_by AS "verifiedBy", r.created_at AS "createdAt"
  FROM verifications r JOIN contents c ON c.id = r.content_id
  JOIN pacticipants cp ON cp.id = r.consumer_id JOIN pacticipants pp ON pp.id = r.provider_id
  JOIN versions pv ON pv.id = r.provider_version_id`;

function fromRow(row: VerificationRow): Verification {
  return { ...row, success: row.success === 1, wip: row.wip === 1, pending: row.pending === 1 };
}

async function one(
  s: Session,
  rest: string,
  params: readonly (string | number)[],
): Promise<Verification | undefined> {
  const row = await s.db.get<VerificationRow>(`${SELECT} ${rest}`, params);
  return row === undefined ? undefined : fromRow(row);
}

export interface NewVerification {
  readonly contentId: number;
  readonly consumerId: number;
  readonly providerId: number;
  readonly providerVersionId: number;
  readonly success: boolean;
  readonly wip: boolean;
  readonly pending: boolean;
  readonly buildUrl: string | null;
  readonly testResults: string | null;
  readonly verifiedBy: string;
  readonly selectors: string | null;
}

/** Records a result. It takes the place of an earlier one of the same content and version. */
export async function addVerification(s: Session, result: NewVerification): Promise<Verification> {
  const counter = await s.db.get<{ value: number }>(
    "UPDATE counters SET value = value + 1 WHERE name = 'verification' RETURNING value",
  );
  if (counter === undefined) throw new Error('the counter of verification results is missing');
  await s.db.run(
    'UPDATE verifications SET superseded = 1 WHERE content_id = ? AND provider_version_id = ?',
    [result.contentId, result.providerVersionId],
  );
  await s.db.run(
    `INSERT INTO verifications (number, content_id, consumer_id, provider_id, provider_version_id,
       success, wip, pending, build_url, test_results, verified_by, selectors, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      counter.value,
      result.contentId,
      result.consumerId,
      result.providerId,
      result.providerVersionId,
      result.success ? 1 : 0,
      result.wip ? 1 : 0,
      result.pending ? 1 : 0,
      result.buildUrl,
      result.testResults,
      result.verifiedBy,
      result.selectors,
      s.now(),
    ],
  );
  const added = await one(s, 'WHERE r.number = ?', [counter.value]);
  if (added === undefined) throw new Error('verification vanished within its transaction');
  return added;
}

export function findVerification(
  s: Session,
  path: {
    readonly consumer: string;
    readonly provider: string;
    readonly sha: string;
    readonly number: number;
  },
): Promise<Verification | undefined> {
  return one(s, 'WHERE cp.name = ? AND pp.name = ? AND c.sha = ? AND r.number = ?', [
    path.consumer,
    path.provider,
    path.sha,
    path.number,
  ]);
}

export function findVerificationById(s: Session, id: number): Promise<Verification | undefined> {
  return one(s, 'WHERE r.id = ?', [id]);
}

export function latestVerification(
  s: Session,
  contentId: number,
): Promise<Verification | undefined> {
  return one(s, 'WHERE r.content_id = ? ORDER BY r.id DESC LIMIT 1', [contentId]);
}

/** The newest result that a version on the provider's main branch gave for a content. */
export function latestMainBranchVerification(
  s: Session,
  contentId: number,
): Promise<Verification | undefined> {
  return one(
    s,
    `WHERE r.content_id = ? AND EXISTS (SELECT 1 FROM branch_versions bv
       JOIN branches b ON b.id = bv.branch_id
       WHERE bv.version_id = r.provider_version_id AND b.name = pp.main_branch)
     ORDER BY r.id DESC LIMIT 1`,
    [contentId],
  );
}

/** The newest result of an integration, for its newest consumer version that has one. */
export function latestVerificationBetween(
  s: Session,
  pair: { readonly consumerId: number; readonly providerId: number },
  tag: string | undefined,
  untagged = false,
): Promise<Verification | undefined> {
  const tagged = tag === undefined ? '' : ' AND t.name = ?';
  const filter = untagged
    ? ' AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.version_id = p.version_id)'
    : tag === undefined
      ? ''
      : ` AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = p.version_id${tagged})`;
  return one(
    s,
    `JOIN publications p ON p.content_id = r.content_id AND p.superseded = 0
     WHERE p.consumer_id = ? AND p.provider_id = ?${filter}
     ORDER BY p.version_id DESC, r.id DESC LIMIT 1`,
    [pair.consumerId, pair.providerId, ...(tag === undefined || untagged ? [] : [tag])],
  );
}

export function searchLatestVerification(
  s: Session,
  consumerId: number | null,
  providerId: number | null,
): Promise<Verification | undefined> {
  const where = ['1 = 1'];
  if (consumerId !== null) where.push('r.consumer_id = ?');
  if (providerId !== null) where.push('r.provider_id = ?');
  return one(
    s,
    `WHERE ${where.join(' AND ')} ORDER BY r.id DESC LIMIT 1`,
    [consumerId, providerId].filter((id) => id !== null),
  );
}

/**
 * The latest result of each content that a consumer version published, once per publication of
 * that content (the protocol repeats a result whose content several versions share).
 */
export async function verificationsOfConsumerVersion(
  s: Session,
  versionId: number,
): Promise<Verification[]> {
  const rows = await s.db.all<VerificationRow>(
    `${SELECT}
     JOIN publications own ON own.content_id = r.content_id AND own.superseded = 0
     JOIN publications shared ON shared.content_id = r.content_id AND shared.superseded = 0
     WHERE own.version_id = ? AND r.id = (SELECT MAX(n.id) FROM verifications n
       WHERE n.content_id = r.content_id)
     ORDER BY LOWER(pp.name), shared.version_id`,
    [versionId],
  );
  return rows.map(fromRow);
}

/** A result as lists show it, without the outcome of each test. */
export interface ListedResult {
  readonly number: number;
  readonly contentId: number;
  readonly providerVersionId: number;
  readonly providerVersion: string;
  readonly success: boolean;
  readonly pending: boolean;
  readonly createdAt: string;
}

/** The latest result per content. */
export async function latestVerifications(
  s: Session,
  contentIds: readonly number[],
): Promise<Map<number, ListedResult>> {
  const chosen = s.db.anyOf('n.content_id', contentIds);
  const rows = await s.db.all<
    Omit<ListedResult, 'success' | 'pending'> & { success: number; pending: number | null }
  >(
    `SELECT r.number, r.content_id AS "contentId", r.provider_version_id AS "providerVersionId",
       pv.number AS "providerVersion", r.success, r.pending, r.created_at AS "createdAt"
     FROM verifications r JOIN versions pv ON pv.id = r.provider_version_id
     WHERE r.id IN (SELECT MAX(n.id) FROM verifications n
       WHERE ${chosen.sql} GROUP BY n.content_id)`,
    chosen.params,
  );
  return new Map(
    rows.map((row) => [
      row.contentId,
      { ...row, success: row.success === 1, pending: row.pending === 1 },
    ]),
  );
}

export async function anyVerificationBetween(
  s: Session,
  consumerId: number,
  providerId: number,
): Promise<boolean> {
  const row = await s.db.get(
    'SELECT 1 AS found FROM verifications WHERE consumer_id = ? AND provider_id = ? LIMIT 1',
    [consumerId, providerId],
  );
  return row !== undefined;
}

export async function verifiedBy(
  s: Session,
  contentId: number,
  providerVersionId: number,
): Promise<boolean> {
  const row = await s.db.get(
    'SELECT 1 AS found FROM verifications WHERE content_id = ? AND provider_version_id = ? LIMIT 1',
    [contentId, providerVersionId],
  );
  return row !== undefined;
}

/** Deletes a result; an earlier one of the same content and version counts again. */
export async function deleteVerification(s: Session, result: Verification): Promise<void> {
  await s.db.run('DELETE FROM verifications WHERE id = ?', [result.id]);
  await s.db.run(
    `UPDATE verifications SET superseded = 0 WHERE id = (SELECT MAX(id) FROM verifications
       WHERE content_id = ? AND provider_version_id = ?)`,
    [result.contentId, result.providerVersionId],
  );
}

/** The newest result between a tagged consumer version and a tagged provider version. */
export function latestVerificationForTags(
  s: Session,
  pair: { readonly consumerId: number; readonly providerId: number },
  consumerTag: string,
  providerTag: string,
): Promise<Verification | undefined> {
  return one(
    s,
    `JOIN publications p ON p.content_id = r.content_id AND p.superseded = 0
     JOIN tags ct ON ct.version_id = p.version_id AND ct.name = ?
     JOIN tags pt ON pt.version_id = r.provider_version_id AND pt.name = ?
     WHERE r.consumer_id = ? AND r.provider_id = ? AND r.superseded = 0
     ORDER BY p.version_id DESC, r.provider_version_id DESC, r.id DESC LIMIT 1`,
    [consumerTag, providerTag, pair.consumerId, pair.providerId],
  );
}
