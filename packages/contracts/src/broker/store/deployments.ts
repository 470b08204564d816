import { randomUUID } from 'node:crypto';
import { ENVIRONMENT_COLUMNS, type Environment, environmentFromRow } from './environments.ts';
import type { Session } from './session.ts';
import type { Version } from './versions.ts';

interface Recorded {
  readonly id: number;
  readonly uuid: string;
  readonly pacticipant: string;
  readonly versionId: number;
  readonly version: string;
  readonly environment: Environment;
  readonly createdAt: string;
}

/** A version that runs, or ran, in an environment. */
export interface DeployedVersion extends Recorded {
  readonly instance: string | null;
  readonly undeployedAt: string | null;
}

/** A version that was handed out in an environment and stays until its support ends. */
export interface ReleasedVersion extends Recorded {
  readonly updatedAt: string | null;
  readonly supportEndedAt: string | null;
}

type Row<T extends Recorded> = Omit<T, 'environment'> & { environmentId: number };

const DEPLOYED = `SELECT d.id, d.uuid, pt.name AS pacticipant, d.version_id AS "versionId",
  v.number AS version, d.environment_id AS "environmentId", d.instance,
  d.created_at AS "createdAt", d.undeployed_at AS "undeployedAt"
  FROM deployed_versions d JOIN versions v ON v.id = d.version_id
  JOIN pacticipants pt ON pt.id = d.pacticipant_id`;

const RELEASED = `SELECT r.id, r.uuid, pt.name AS pacticipant, r.version_id AS "versionId",
  v.number AS version, r.environment_id AS "environmentId", r.created_at AS "createdAt",
  r.updated_at AS "updatedAt", r.support_ended_at AS "supportEndedAt"
  FROM released_versions r JOIN versions v ON v.id = r.version_id
  JOIN pacticipants pt ON pt.id = r.pacticipant_id`;

export const CURRENTLY_DEPLOYED = 'd.undeployed_at IS NULL';
export const CURRENTLY_SUPPORTED = 'r.support_ended_at IS NULL';

/** A condition over the aliases `d` or `r`, `v` and `pt`. */
export interface Condition {
  readonly where: string;
  readonly params: readonly (string | number)[];
}

export function deployedVersions(s: Session, condition: Condition): Promise<DeployedVersion[]> {
  return list<DeployedVersion>(s, `${DEPLOYED} WHERE ${condition.where} ORDER BY d.id`, condition);
}

export function releasedVersions(s: Session, condition: Condition): Promise<ReleasedVersion[]> {
  return list<ReleasedVersion>(s, `${RELEASED} WHERE ${condition.where} ORDER BY r.id`, condition);
}

async function list<T extends Recorded>(
  s: Session,
  sql: string,
  condition: Condition,
): Promise<T[]> {
  const rows = await s.db.all<Row<T>>(sql, condition.params);
  const chosen = s.db.anyOf('e.id', [...new Set(rows.map((row) => row.environmentId))]);
  const found = await s.db.all<Parameters<typeof environmentFromRow>[0]>(
    `SELECT ${ENVIRONMENT_COLUMNS} FROM environments e WHERE ${chosen.sql}`,
    chosen.params,
  );
  const environments = new Map(found.map((row) => [row.id, environmentFromRow(row)]));
  return rows.map(
    (row) => ({ ...row, environment: environments.get(row.environmentId) }) as unknown as T,
  );
}

export async function findDeployedVersion(
  s: Session,
  uuid: string,
): Promise<DeployedVersion | undefined> {
  return (await deployedVersions(s, { where: 'd.uuid = ?', params: [uuid] }))[0];
}

export async function findReleasedVersion(
  s: Session,
  uuid: string,
): Promise<ReleasedVersion | undefined> {
  return (await releasedVersions(s, { where: 'r.uuid = ?', params: [uuid] }))[0];
}

/**
 * Records that a version now runs in an environment (and instance). What ran there before does no
 * longer; recording the running version again changes nothing.
 */
export async function recordDeployment(
  s: Session,
  version: Version,
  environmentId: number,
  instance: string | null,
  autoCreated = false,
): Promise<DeployedVersion> {
  const slot = "d.environment_id = ? AND d.pacticipant_id = ? AND COALESCE(d.instance, '') = ?";
  const params = [environmentId, version.pacticipantId, instance ?? ''];
  const where = `${slot} AND ${CURRENTLY_DEPLOYED}`;
  const [current] = await deployedVersions(s, { where, params });
  if (current !== undefined) {
    if (current.versionId === version.id) return current;
    await endDeployment(s, current.id);
  }
  const uuid = randomUUID();
  await s.db.run(
    `INSERT INTO deployed_versions (uuid, pacticipant_id, version_id, environment_id, instance,
       auto_created, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [
      uuid,
      version.pacticipantId,
      version.id,
      environmentId,
      instance,
      autoCreated ? 1 : 0,
      s.now(),
    ],
  );
  return present(await findDeployedVersion(s, uuid));
}

export async function endDeployment(s: Session, id: number): Promise<void> {
  await s.db.run(
    'UPDATE deployed_versions SET undeployed_at = ? WHERE id = ? AND undeployed_at IS NULL',
    [s.now(), id],
  );
}

/** Records a release; releasing a version again brings its support back. */
export async function recordRelease(
  s: Session,
  version: Version,
  environmentId: number,
): Promise<{ release: ReleasedVersion; created: boolean }> {
  const where = 'r.version_id = ? AND r.environment_id = ?';
  const [existing] = await releasedVersions(s, { where, params: [version.id, environmentId] });
  if (existing !== undefined) {
    if (existing.supportEndedAt !== null) {
      await s.db.run(
        'UPDATE released_versions SET support_ended_at = NULL, updated_at = ? WHERE id = ?',
        [s.now(), existing.id],
      );
    }
    return { release: present(await findReleasedVersion(s, existing.uuid)), created: false };
  }
  const uuid = randomUUID();
  await s.db.run(
    `INSERT INTO released_versions (uuid, pacticipant_id, version_id, environment_id, created_at)
     VALUES (?, ?, ?, ?, ?)`,
    [uuid, version.pacticipantId, version.id, environmentId, s.now()],
  );
  return { release: present(await findReleasedVersion(s, uuid)), created: true };
}

export async function endSupport(s: Session, id: number): Promise<void> {
  await s.db.run(
    'UPDATE released_versions SET support_ended_at = ? WHERE id = ? AND support_ended_at IS NULL',
    [s.now(), id],
  );
}

function present<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('record vanished within its transaction');
  return row;
}
