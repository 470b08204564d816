import { findPacticipant, type Pacticipant } from '../store/pacticipants.ts';
import type { Session } from '../store/session.ts';
import type { UnresolvedSelector } from './query.ts';
import { NO_VERSION, nameOnly, type ResolvedSelector } from './selector.ts';

interface FoundVersion {
  readonly id: number;
  readonly number: string;
  readonly branch: string | null;
}

/** Looks up the versions that selectors stand for: one resolved selector for each. */
export async function resolveSelectors(
  s: Session,
  selectors: readonly UnresolvedSelector[],
  kind: ResolvedSelector['kind'],
  ignore: readonly ResolvedSelector[],
): Promise<ResolvedSelector[]> {
  const resolved: ResolvedSelector[] = [];
  for (const selector of selectors) {
    resolved.push(...(await resolveOne(s, selector, kind, ignore)));
  }
  return resolved;
}

async function resolveOne(
  s: Session,
  original: UnresolvedSelector,
  kind: ResolvedSelector['kind'],
  ignore: readonly ResolvedSelector[],
): Promise<ResolvedSelector[]> {
  const name = original.pacticipant ?? '';
  const pacticipant = await findPacticipant(s, name);
  const base = {
    kind,
    original,
    pacticipantId: pacticipant?.id ?? NO_VERSION,
    pacticipant: name,
    versionId: undefined,
    version: original.version,
    branch: original.branch,
    oneOfMany: false,
    ignored: false,
  };
  const ignoresAll = ignore.some(
    (one) => one.pacticipantId === base.pacticipantId && nameOnly(one),
  );
  if (pacticipant === undefined) return [base];
  if (nameOnly(base)) return [{ ...base, ignored: ignoresAll }];
  const versions = await versionsFor(s, pacticipant, original);
  if (versions.length === 0) return [{ ...base, versionId: NO_VERSION, ignored: ignoresAll }];
  return versions.map(({ id, number, branch }) => ({
    ...base,
    versionId: id,
    version: number,
    branch: original.branch ?? (original.mainBranch ? (branch ?? undefined) : undefined),
    oneOfMany: versions.length > 1,
    ignored: ignoresAll || ignore.some((one) => one.versionId === id),
  }));
}

/** The versions of an application that meet all criteria of a selector, newest first. */
async function versionsFor(
  s: Session,
  pacticipant: Pacticipant,
  selector: UnresolvedSelector,
): Promise<FoundVersion[]> {
  const branch = selector.branch ?? (selector.mainBranch ? pacticipant.mainBranch : undefined);
  if (branch === null) return [];
  const where = ['v.pacticipant_id = ?'];
  const params: (string | number)[] = [pacticipant.id];
  const condition = (sql: string, ...values: (string | number)[]): void => {
    where.push(sql);
    params.push(...values);
  };
  if (selector.version !== undefined) condition('v.number = ?', selector.version);
  if (branch !== undefined) {
    const head = selector.latest || selector.mainBranch ? ' ORDER BY bv.id DESC LIMIT 1' : '';
    condition(
      `v.id IN (SELECT bv.version_id FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id
         WHERE b.pacticipant_id = ? AND b.name = ?${head})`,
      pacticipant.id,
      branch,
    );
  }
  if (selector.tag !== undefined) {
    condition(
      'v.id IN (SELECT t.version_id FROM tags t WHERE t.pacticipant_id = ? AND t.name = ?)',
      pacticipant.id,
      selector.tag,
    );
  }
  if (selector.environment !== undefined) {
    condition(
      IN_ENVIRONMENT,
      pacticipant.id,
      selector.environment,
      pacticipant.id,
      selector.environment,
    );
  }
  const rows = await s.db.all<Omit<FoundVersion, 'branch'>>(
    `SELECT v.id, v.number FROM versions v WHERE ${where.join(' AND ')}
     ORDER BY v.id DESC${selector.latest ? ' LIMIT 1' : ''}`,
    params,
  );
  return rows.map((row) => ({ ...row, branch: branch ?? null }));
}

const IN_ENVIRONMENT = `(v.id IN (SELECT d.version_id FROM deployed_versions d
    JOIN environments e ON e.id = d.environment_id
    WHERE d.pacticipant_id = ? AND e.name = ? AND d.undeployed_at IS NULL)
  OR v.id IN (SELECT r.version_id FROM released_versions r
    JOIN environments e ON e.id = r.environment_id
    WHERE r.pacticipant_id = ? AND e.name = ? AND r.support_ended_at IS NULL))`;
