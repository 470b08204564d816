import { adoptMainBranch, type Pacticipant } from './pacticipants.ts';
import type { Page, Paged, Session } from './session.ts';
import { limitOf } from './session.ts';
import type { Version } from './versions.ts';

export interface Branch {
  readonly id: number;
  readonly pacticipantId: number;
  readonly name: string;
  readonly createdAt: string;
}

/** A version's place on a branch; `latest` marks the head. */
export interface BranchVersion {
  readonly id: number;
  readonly versionId: number;
  readonly branch: string;
  readonly latest: boolean;
  readonly createdAt: string;
}

const COLUMNS = 'id, pacticipant_id AS "pacticipantId", name, created_at AS "createdAt"';

/** How long a busy branch may go without its time of use being written again, in milliseconds. */
const TOUCH_INTERVAL_MS = 60_000;

export function findBranch(
  s: Session,
  pacticipantId: number,
  name: string,
): Promise<Branch | undefined> {
  return s.db.get<Branch>(`SELECT ${COLUMNS} FROM branches WHERE pacticipant_id = ? AND name = ?`, [
    pacticipantId,
    name,
  ]);
}

/** Most recently used first. */
export async function listBranches(
  s: Session,
  pacticipantId: number,
  search: string | undefined,
  page: Page,
): Promise<Paged<Branch>> {
  const pattern = `%${(search ?? '').toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  const from = "FROM branches WHERE pacticipant_id = ? AND LOWER(name) LIKE ? ESCAPE '!'";
  const items = await s.db.all<Branch>(
    `SELECT ${COLUMNS} ${from} ORDER BY updated_at DESC, id DESC${limitOf(page)}`,
    [pacticipantId, pattern],
  );
  const count = await s.db.get<{ total: number }>(`SELECT COUNT(*) AS total ${from}`, [
    pacticipantId,
    pattern,
  ]);
  return { items, total: count?.total ?? 0 };
}

/** Puts a version on a branch; putting it there again changes nothing. */
export async function addToBranch(
  s: Session,
  version: Version,
  name: string,
  autoCreated = false,
): Promise<void> {
  const now = s.now();
  await s.db.run(
    `INSERT INTO branches (pacticipant_id, name, created_at, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (pacticipant_id, name) DO NOTHING`,
    [version.pacticipantId, name, now, now],
  );
  const branch = await findBranch(s, version.pacticipantId, name);
  if (branch === undefined) throw new Error(`branch ${name} vanished within its transaction`);
  await s.db.run(
    `INSERT INTO branch_versions (branch_id, version_id, auto_created, created_at)
     VALUES (?, ?, ?, ?) ON CONFLICT (branch_id, version_id) DO NOTHING`,
    [branch.id, version.id, autoCreated ? 1 : 0, now],
  );
  const stale = new Date(Date.parse(now) - TOUCH_INTERVAL_MS).toISOString();
  await s.db.run('UPDATE branches SET updated_at = ? WHERE id = ? AND updated_at < ?', [
    now,
    branch.id,
    stale,
  ]);
  await adoptMainBranch(s, version.pacticipantId, name);
}

export async function findBranchVersion(
  s: Session,
  branchId: number,
  versionId: number,
): Promise<BranchVersion | undefined> {
  const found = await branchVersionsOf(s, [versionId], branchId);
  return found.get(versionId)?.[0];
}

/** Branch memberships by version id, oldest first. */
export async function branchVersionsOf(
  s: Session,
  versionIds: readonly number[],
  branchId?: number,
): Promise<Map<number, BranchVersion[]>> {
  const chosen = s.db.anyOf('bv.version_id', versionIds);
  const only = branchId === undefined ? '' : ' AND bv.branch_id = ?';
  const rows = await s.db.all<Omit<BranchVersion, 'latest'> & { latest: number }>(
    `SELECT bv.id, bv.version_id AS "versionId", b.name AS branch, bv.created_at AS "createdAt",
       CASE WHEN bv.id = (SELECT MAX(h.id) FROM branch_versions h WHERE h.branch_id = bv.branch_id)
         THEN 1 ELSE 0 END AS latest
     FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id
     WHERE ${chosen.sql}${only} ORDER BY bv.id`,
    branchId === undefined ? chosen.params : [...chosen.params, branchId],
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, latest: row.latest === 1 })),
    (row) => row.versionId,
  );
}

export async function deleteBranchVersion(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM branch_versions WHERE id = ?', [id]);
}

export async function deleteBranch(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM branches WHERE id = ?', [id]);
}

/** Deletes every branch but the main one and those named. Resolves to how many went. */
export async function deleteBranchesExcept(
  s: Session,
  pacticipant: Pacticipant,
  keep: readonly string[],
): Promise<{ deleted: number; remaining: string[] }> {
  const kept = new Set([
    ...keep,
    ...(pacticipant.mainBranch === null ? [] : [pacticipant.mainBranch]),
  ]);
  const all = await s.db.all<Branch>(
    `SELECT ${COLUMNS} FROM branches WHERE pacticipant_id = ? ORDER BY updated_at, id`,
    [pacticipant.id],
  );
  const doomed = all.filter(({ name }) => !kept.has(name));
  for (const { id } of doomed) await deleteBranch(s, id);
  const remaining = all.filter(({ name }) => kept.has(name)).map(({ name }) => name);
  return { deleted: doomed.length, remaining };
}
