import type { Session } from '../store/session.ts';
import type { VerificationRequest } from './request.ts';

/** Whether a failure should be held against the provider, and from whose point of view. */
export interface PendingStatus {
  readonly pending: boolean;
  readonly pendingTags: readonly string[];
  readonly settledTags: readonly string[];
}

const ON_BRANCH = `SELECT 1 AS found FROM verifications r
  JOIN branch_versions bv ON bv.version_id = r.provider_version_id
  JOIN branches b ON b.id = bv.branch_id
  WHERE r.content_id = ? AND r.success = 1`;

const WITH_TAG = `SELECT 1 AS found FROM verifications r
  JOIN tags t ON t.version_id = r.provider_version_id WHERE r.content_id = ? AND r.success = 1`;

/**
 * Content is pending for a branch (or tag) until a version from it succeeded, unless another one
 * had succeeded before this branch existed.
 */
export async function pendingStatus(
  s: Session,
  contentId: number,
  providerId: number,
  request: Pick<VerificationRequest, 'branch' | 'tags'>,
): Promise<PendingStatus> {
  const { branch, tags } = request;
  if (branch !== undefined) {
    const pending = await pendingForBranch(s, contentId, providerId, branch);
    return { pending, pendingTags: [], settledTags: tags };
  }
  if (tags.length === 0) {
    const sql = 'SELECT 1 AS found FROM verifications WHERE content_id = ? AND success = 1 LIMIT 1';
    const pending = !(await any(s, sql, [contentId]));
    return { pending, pendingTags: [], settledTags: [] };
  }
  const pendingTags: string[] = [];
  for (const tag of tags) {
    if (await pendingForTag(s, contentId, providerId, tag)) pendingTags.push(tag);
  }
  const settledTags = tags.filter((tag) => !pendingTags.includes(tag));
  return { pending: pendingTags.length > 0, pendingTags, settledTags };
}

async function pendingForBranch(
  s: Session,
  contentId: number,
  providerId: number,
  branch: string,
): Promise<boolean> {
  if (await any(s, `${ON_BRANCH} AND b.name = ? LIMIT 1`, [contentId, branch])) return false;
  const row = await s.db.get<{ since: string }>(
    'SELECT created_at AS since FROM branches WHERE pacticipant_id = ? AND name = ?',
    [providerId, branch],
  );
  const before = row === undefined ? '' : ' AND r.created_at < ?';
  const params = [contentId, branch, ...(row === undefined ? [] : [row.since])];
  return !(await any(s, `${ON_BRANCH} AND b.name <> ?${before} LIMIT 1`, params));
}

async function pendingForTag(
  s: Session,
  contentId: number,
  providerId: number,
  tag: string,
): Promise<boolean> {
  if (await any(s, `${WITH_TAG} AND t.name = ? LIMIT 1`, [contentId, tag])) return false;
  const row = await s.db.get<{ since: string | null }>(
    'SELECT MIN(created_at) AS since FROM tags WHERE pacticipant_id = ? AND name = ?',
    [providerId, tag],
  );
  const since = row?.since ?? undefined;
  const before = since === undefined ? '' : ' AND r.created_at < ?';
  const params = [contentId, tag, ...(since === undefined ? [] : [since])];
  return !(await any(s, `${WITH_TAG} AND t.name <> ?${before} LIMIT 1`, params));
}

async function any(
  s: Session,
  sql: string,
  params: readonly (string | number)[],
): Promise<boolean> {
  return (await s.db.get(sql, params)) !== undefined;
}
