import type { Session } from './session.ts';
import type { Version } from './versions.ts';

/** A tag of a version; `latest` when no newer version of the application carries it. */
export interface Tag {
  readonly id: number;
  readonly versionId: number;
  readonly name: string;
  readonly latest: boolean;
  readonly createdAt: string;
}

type TagRow = Omit<Tag, 'latest'> & { latest: number };

const SELECT = `SELECT t.id, t.version_id AS "versionId", t.name, t.created_at AS "createdAt",
  CASE WHEN t.version_id = (SELECT MAX(h.version_id) FROM tags h
    WHERE h.pacticipant_id = t.pacticipant_id AND h.name = t.name) THEN 1 ELSE 0 END AS latest
  FROM tags t`;

export async function findTag(
  s: Session,
  versionId: number,
  name: string,
): Promise<Tag | undefined> {
  const row = await s.db.get<TagRow>(`${SELECT} WHERE t.version_id = ? AND t.name = ?`, [
    versionId,
    name,
  ]);
  return row === undefined ? undefined : { ...row, latest: row.latest === 1 };
}

/** Tags by version id, oldest first. */
export async function tagsOf(
  s: Session,
  versionIds: readonly number[],
): Promise<Map<number, Tag[]>> {
  const chosen = s.db.anyOf('t.version_id', versionIds);
  const rows = await s.db.all<TagRow>(`${SELECT} WHERE ${chosen.sql} ORDER BY t.id`, chosen.params);
  return Map.groupBy(
    rows.map((row) => ({ ...row, latest: row.latest === 1 })),
    (row) => row.versionId,
  );
}

export async function addTag(s: Session, version: Version, name: string): Promise<void> {
  await s.db.run(
    `INSERT INTO tags (pacticipant_id, version_id, name, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (version_id, name) DO NOTHING`,
    [version.pacticipantId, version.id, name, s.now()],
  );
}

export async function deleteTag(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM tags WHERE id = ?', [id]);
}

export async function deleteTagsOf(s: Session, versionId: number): Promise<void> {
  await s.db.run('DELETE FROM tags WHERE version_id = ?', [versionId]);
}

/** When an application first used a tag. */
export async function firstTagged(
  s: Session,
  pacticipantId: number,
  name: string,
): Promise<string | undefined> {
  const row = await s.db.get<{ createdAt: string }>(
    `SELECT created_at AS "createdAt" FROM tags WHERE pacticipant_id = ? AND name = ?
     ORDER BY created_at LIMIT 1`,
    [pacticipantId, name],
  );
  return row?.createdAt;
}
