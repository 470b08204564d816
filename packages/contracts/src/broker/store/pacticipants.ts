import type { Page, Paged, Session } from './session.ts';
import { limitOf } from './session.ts';

/** An application that takes part in a contract, as consumer or provider. */
export interface Pacticipant {
  readonly id: number;
  readonly name: string;
  readonly displayName: string | null;
  readonly repositoryUrl: string | null;
  readonly repositoryName: string | null;
  readonly repositoryNamespace: string | null;
  readonly mainBranch: string | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
}

/** What a client may set on a pacticipant. */
export interface PacticipantFields {
  readonly displayName?: string | null;
  readonly repositoryUrl?: string | null;
  readonly repositoryName?: string | null;
  readonly repositoryNamespace?: string | null;
  readonly mainBranch?: string | null;
}

const COLUMNS = `id, name, display_name AS "displayName", repository_url AS "repositoryUrl",
  repository_name AS "repositoryName", repository_namespace AS "repositoryNamespace",
  main_branch AS "mainBranch", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Branch names that make a branch the main branch when none is set. */
const MAIN_BRANCH_CANDIDATES: readonly string[] = ['develop', 'main', 'master'];

export function findPacticipant(s: Session, name: string): Promise<Pacticipant | undefined> {
  return s.db.get<Pacticipant>(`SELECT ${COLUMNS} FROM pacticipants WHERE name = ?`, [name]);
}

export function findPacticipantById(s: Session, id: number): Promise<Pacticipant | undefined> {
  return s.db.get<Pacticipant>(`SELECT ${COLUMNS} FROM pacticipants WHERE id = ?`, [id]);
}

export async function listPacticipants(
  s: Session,
  filter: { readonly search?: string; readonly label?: string } = {},
  page?: Page,
): Promise<Paged<Pacticipant>> {
  const where: string[] = ['1 = 1'];
  const params: string[] = [];
  if (filter.search !== undefined) {
    where.push("LOWER(name) LIKE ? ESCAPE '!'");
    params.push(`%${filter.search.toLowerCase().replace(/[!%_]/g, '!$&')}%`);
  }
  if (filter.label !== undefined) {
    where.push('id IN (SELECT pacticipant_id FROM labels WHERE labels.name = ?)');
    params.push(filter.label);
  }
  const from = `FROM pacticipants WHERE ${where.join(' AND ')}`;
  const items = await s.db.all<Pacticipant>(
    `SELECT ${COLUMNS} ${from} ORDER BY LOWER(name), name${limitOf(page)}`,
    params,
  );
  const count = await s.db.get<{ total: number }>(`SELECT COUNT(*) AS total ${from}`, params);
  return { items, total: count?.total ?? 0 };
}

export async function pacticipantNames(s: Session): Promise<string[]> {
  const rows = await s.db.all<{ name: string }>('SELECT name FROM pacticipants ORDER BY name');
  return rows.map(({ name }) => name);
}

/** The pacticipant of that name, created if need be. An existing one keeps its fields. */
export async function ensurePacticipant(
  s: Session,
  name: string,
  fields: PacticipantFields = {},
): Promise<Pacticipant> {
  const existing = await findPacticipant(s, name);
  if (existing !== undefined) return existing;
  const inserted = await s.db.get<Pacticipant>(
    `INSERT INTO pacticipants (name, display_name, repository_url, repository_name,
       repository_namespace, main_branch, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
    [name, ...fieldValues(name, fields), s.now()],
  );
  return inserted ?? present(await findPacticipant(s, name), name);
}

/** Sets the given fields (merge) or all of them, absent ones to their default (replace). */
export async function updatePacticipant(
  s: Session,
  current: Pacticipant,
  fields: PacticipantFields,
  how: 'merge' | 'replace',
): Promise<Pacticipant> {
  const merged: PacticipantFields = how === 'merge' ? { ...current, ...fields } : fields;
  const updated = await s.db.get<Pacticipant>(
    `UPDATE pacticipants SET display_name = ?, repository_url = ?, repository_name = ?,
       repository_namespace = ?, main_branch = ?, updated_at = ? WHERE id = ? RETURNING ${COLUMNS}`,
    [...fieldValues(current.name, merged), s.now(), current.id],
  );
  return present(updated, current.name);
}

export async function deletePacticipant(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM pacticipants WHERE id = ?', [id]);
}

/** A branch (or first tag) with a customary name becomes the main branch when there is none. */
export async function adoptMainBranch(s: Session, id: number, branch: string): Promise<void> {
  if (!MAIN_BRANCH_CANDIDATES.includes(branch)) return;
  await s.db.run(
    'UPDATE pacticipants SET main_branch = ?, updated_at = ? WHERE id = ? AND main_branch IS NULL',
    [branch, s.now(), id],
  );
}

function fieldValues(name: string, fields: PacticipantFields): (string | null)[] {
  return [
    fields.displayName ?? displayName(name),
    fields.repositoryUrl ?? null,
    fields.repositoryName ?? null,
    fields.repositoryNamespace ?? null,
    fields.mainBranch ?? null,
  ];
}

/** A readable form of a name: `order-service` and `OrderService` both become `Order Service`. */
export function displayName(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, '$1 $2$3')
    .replace(/([a-z\d])([A-Z])(\S)/g, '$1 $2$3')
    .replace(/(\S)[-_\s.](\S)/g, '$1 $2')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^[a-z]/, (letter) => letter.toUpperCase()))
    .join(' ');
}

function present<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new Error(`${what} vanished within its own transaction`);
  return row;
}

/** Empties the store but for environments: everything else belongs to some application. */
export async function deleteEveryPacticipant(s: Session): Promise<void> {
  await s.db.run('DELETE FROM webhooks');
  await s.db.run('DELETE FROM pacticipants');
}
