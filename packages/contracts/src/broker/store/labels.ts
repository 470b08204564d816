import { limitOf, type Page, type Paged, type Session } from './session.ts';

export interface Label {
  readonly pacticipantId: number;
  readonly name: string;
  readonly createdAt: string;
}

const COLUMNS = 'pacticipant_id AS "pacticipantId", name, created_at AS "createdAt"';

export function findLabel(
  s: Session,
  pacticipantId: number,
  name: string,
): Promise<Label | undefined> {
  return s.db.get<Label>(`SELECT ${COLUMNS} FROM labels WHERE pacticipant_id = ? AND name = ?`, [
    pacticipantId,
    name,
  ]);
}

export async function addLabel(s: Session, pacticipantId: number, name: string): Promise<void> {
  await s.db.run(
    `INSERT INTO labels (pacticipant_id, name, created_at) VALUES (?, ?, ?)
     ON CONFLICT (pacticipant_id, name) DO NOTHING`,
    [pacticipantId, name, s.now()],
  );
}

export async function deleteLabel(s: Session, pacticipantId: number, name: string): Promise<void> {
  await s.db.run('DELETE FROM labels WHERE pacticipant_id = ? AND name = ?', [pacticipantId, name]);
}

/** Every label in use, once. */
export async function labelNames(s: Session, page?: Page): Promise<Paged<string>> {
  const rows = await s.db.all<{ name: string }>(
    `SELECT DISTINCT name FROM labels ORDER BY name${limitOf(page)}`,
  );
  const count = await s.db.get<{ total: number }>(
    'SELECT COUNT(DISTINCT name) AS total FROM labels',
  );
  return { items: rows.map(({ name }) => name), total: count?.total ?? 0 };
}

/** Labels by pacticipant id. */
export async function labelsOf(s: Session, ids: readonly number[]): Promise<Map<number, Label[]>> {
  const chosen = s.db.anyOf('pacticipant_id', ids);
  const rows = await s.db.all<Label>(
    `SELECT ${COLUMNS} FROM labels WHERE ${chosen.sql} ORDER BY id`,
    chosen.params,
  );
  return Map.groupBy(rows, (row) => row.pacticipantId);
}
