import type { Session } from './session.ts';

export interface Environment {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly displayName: string;
  readonly production: boolean;
  /** JSON text of the list of contacts. */
  readonly contacts: string | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
}

export interface EnvironmentFields {
  readonly name: string;
  readonly displayName: string;
  readonly production: boolean;
  readonly contacts: string | null;
}

type EnvironmentRow = Omit<Environment, 'production'> & { production: number };

export const ENVIRONMENT_COLUMNS = `e.id, e.uuid, e.name, e.display_name AS "displayName",
  e.production, e.contacts, e.created_at AS "createdAt", e.updated_at AS "updatedAt"`;

export function environmentFromRow(row: EnvironmentRow): Environment {
  return { ...row, production: row.production === 1 };
}

async function one(
  s: Session,
  where: string,
  params: readonly string[],
): Promise<Environment | undefined> {
  const row = await s.db.get<EnvironmentRow>(
    `SELECT ${ENVIRONMENT_COLUMNS} FROM environments e WHERE ${where}`,
    params,
  );
  return row === undefined ? undefined : environmentFromRow(row);
}

export function findEnvironment(s: Session, uuid: string): Promise<Environment | undefined> {
  return one(s, 'e.uuid = ?', [uuid]);
}

export function findEnvironmentByName(s: Session, name: string): Promise<Environment | undefined> {
  return one(s, 'e.name = ?', [name]);
}

export async function listEnvironments(s: Session): Promise<Environment[]> {
  const rows = await s.db.all<EnvironmentRow>(
    `SELECT ${ENVIRONMENT_COLUMNS} FROM environments e ORDER BY LOWER(e.display_name), e.name`,
  );
  return rows.map(environmentFromRow);
}

export async function addEnvironment(
  s: Session,
  uuid: string,
  fields: EnvironmentFields,
): Promise<Environment> {
  await s.db.run(
    `INSERT INTO environments (uuid, name, display_name, production, contacts, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [uuid, ...values(fields), s.now()],
  );
  return present(await findEnvironment(s, uuid));
}

export async function replaceEnvironment(
  s: Session,
  uuid: string,
  fields: EnvironmentFields,
): Promise<Environment> {
  await s.db.run(
    `UPDATE environments SET name = ?, display_name = ?, production = ?, contacts = ?,
       updated_at = ? WHERE uuid = ?`,
    [...values(fields), s.now(), uuid],
  );
  return present(await findEnvironment(s, uuid));
}

/** Deletes an environment together with what was recorded as running in it. */
export async function deleteEnvironment(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM environments WHERE id = ?', [id]);
}

function values(fields: EnvironmentFields): (string | number | null)[] {
  return [fields.name, fields.displayName, fields.production ? 1 : 0, fields.contacts];
}

function present(environment: Environment | undefined): Environment {
  if (environment === undefined) throw new Error('environment vanished within its transaction');
  return environment;
}
