import type { Pacticipant } from './pacticipants.ts';
import type { Page, Paged, Session } from './session.ts';
import { limitOf } from './session.ts';

/** One version of an application. Newer versions have larger ids: that is their order. */
export interface Version {
  readonly id: number;
  readonly pacticipantId: number;
  readonly pacticipant: string;
  readonly number: string;
  readonly buildUrl: string | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
}

const SELECT = `SELECT v.id, v.pacticipant_id AS "pacticipantId", pt.name AS pacticipant, v.number,
  v.build_url AS "buildUrl", v.created_at AS "createdAt", v.updated_at AS "updatedAt"
  FROM versions v JOIN pacticipants pt ON pt.id = v.pacticipant_id`;

export function findVersion(
  s: Session,
  pacticipant: string,
  number: string,
): Promise<Version | undefined> {
  return s.db.get<Version>(`${SELECT} WHERE pt.name = ? AND v.number = ?`, [pacticipant, number]);
}

export function findVersionById(s: Session, id: number): Promise<Version | undefined> {
  return s.db.get<Version>(`${SELECT} WHERE v.id = ?`, [id]);
}

export function latestVersion(s: Session, pacticipantId: number): Promise<Version | undefined> {
  return s.db.get<Version>(`${SELECT} WHERE v.pacticipant_id = ? ORDER BY v.id DESC LIMIT 1`, [
    pacticipantId,
  ]);
}

export function latestVersionWithTag(
  s: Session,
  pacticipantId: number,
  tag: string,
): Promise<Version | undefined> {
  return s.db.get<Version>(
    `${SELECT} JOIN tags t ON t.version_id = v.id WHERE v.pacticipant_id = ? AND t.name = ?
     ORDER BY v.id DESC LIMIT 1`,
    [pacticipantId, tag],
  );
}

/** The head of a branch: the version added to it most recently. */
export function branchHead(
  s: Session,
  pacticipantId: number,
  branch: string,
): Promise<Version | undefined> {
  return s.db.get<Version>(
    `${SELECT} JOIN branch_versions bv ON bv.version_id = v.id
     JOIN branches b ON b.id = bv.branch_id
     WHERE b.pacticipant_id = ? AND b.name = ? ORDER BY bv.id DESC LIMIT 1`,
    [pacticipantId, branch],
  );
}

/** The head of the main branch, or the newest version tagged like it. */
export async function mainBranchHead(
  s: Session,
  pacticipant: Pacticipant,
): Promise<Version | undefined> {
  const { id, mainBranch } = pacticipant;
  if (mainBranch === null) return undefined;
  return (await branchHead(s, id, mainBranch)) ?? (await latestVersionWithTag(s, id, mainBranch));
}

export type VersionFilter =
  | { readonly by: 'pacticipant' }
  | { readonly by: 'branch'; readonly branch: string }
  | { readonly by: 'tag'; readonly tag: string }
  | { readonly by: 'environment'; readonly environmentId: number };

/** Newest first. */
export async function listVersions(
  s: Session,
  pacticipantId: number,
  filter: VersionFilter,
  page?: Page,
): Promise<Paged<Version>> {
  const { sql, params } = condition(filter);
  const where = `WHERE v.pacticipant_id = ?${sql}`;
  const items = await s.db.all<Version>(`${SELECT} ${where} ORDER BY v.id DESC${limitOf(page)}`, [
    pacticipantId,
    ...params,
  ]);
  const count = await s.db.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM versions v ${where}`,
    [pacticipantId, ...params],
  );
  return { items, total: count?.total ?? 0 };
}

function condition(filter: VersionFilter): { sql: string; params: (string | number)[] } {
  switch (filter.by) {
    case 'pacticipant':
      return { sql: '', params: [] };
    case 'branch':
      return {
        sql: ` AND v.id IN (SELECT bv.version_id FROM branch_versions bv
          JOIN branches b ON b.id = bv.branch_id
          WHERE b.pacticipant_id = v.pacticipant_id AND b.name = ?)`,
        params: [filter.branch],
      };
    case 'tag':
      return {
        sql: ' AND v.id IN (SELECT t.version_id FROM tags t WHERE t.name = ?)',
        params: [filter.tag],
      };
    case 'environment':
      return {
        sql: ` AND (v.id IN (SELECT d.version_id FROM deployed_versions d
            WHERE d.environment_id = ?)
          OR v.id IN (SELECT r.version_id FROM released_versions r
            WHERE r.environment_id = ?))`,
        params: [filter.environmentId, filter.environmentId],
      };
  }
}

/**
 * The version of that number, created if need be. `touched` marks a version that came into being
 * as a side effect: the protocol shows an `updatedAt` on those from the start.
 */
export async function ensureVersion(
  s: Session,
  pacticipant: Pacticipant,
  number: string,
  options: {
    readonly touched: boolean;
    readonly buildUrl?: string | null;
    /** It is nearly always new, so that it is not looked for first. */
    readonly likelyNew?: true;
  },
): Promise<Version> {
  // An insertion that gives way still uses up an id, and ids go into links.
  const existing =
    options.likelyNew === true ? undefined : await findVersion(s, pacticipant.name, number);
  if (existing !== undefined) return existing;
  const now = s.now();
  const buildUrl = options.buildUrl ?? null;
  await s.db.run(
    `INSERT INTO versions (pacticipant_id, number, build_url, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT (pacticipant_id, number) DO NOTHING`,
    [pacticipant.id, number, buildUrl, now, options.touched ? now : null],
  );
  const version = await findVersion(s, pacticipant.name, number);
  if (version === undefined) throw new Error(`version ${number} vanished within its transaction`);
  return version;
}

export async function setBuildUrl(s: Session, id: number, buildUrl: string | null): Promise<void> {
  await s.db.run('UPDATE versions SET build_url = ?, updated_at = ? WHERE id = ?', [
    buildUrl,
    s.now(),
    id,
  ]);
}

export async function deleteVersion(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM versions WHERE id = ?', [id]);
}
