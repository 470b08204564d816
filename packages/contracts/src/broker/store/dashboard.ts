import { PACT_COLUMNS, PACT_TABLES, type Pact } from './pacts.ts';
import type { Page, Session } from './session.ts';
import { limitOf } from './session.ts';

/** Whose pacts to show; nothing means everybody's. */
export interface DashboardFilter {
  readonly consumer?: string;
  readonly provider?: string;
}

/** The pacts that matter now: the latest of each integration, of each tag, and those deployed. */
export function dashboardPacts(
  s: Session,
  filter: DashboardFilter,
  page: Page | undefined,
): Promise<Pact[]> {
  const where: string[] = [];
  const params: string[] = [];
  if (filter.consumer !== undefined) {
    where.push(' AND cp.name = ?');
    params.push(filter.consumer);
  }
  if (filter.provider !== undefined) {
    where.push(' AND pp.name = ?');
    params.push(filter.provider);
  }
  return s.db.all<Pact>(
    `SELECT ${PACT_COLUMNS} FROM ${PACT_TABLES} WHERE p.superseded = 0${where.join('')} AND (
       p.version_id = (SELECT MAX(n.version_id) FROM publications n WHERE n.superseded = 0
         AND n.consumer_id = p.consumer_id AND n.provider_id = p.provider_id)
       OR EXISTS (SELECT 1 FROM tags t WHERE t.version_id = p.version_id AND p.version_id =
         (SELECT MAX(n.version_id) FROM publications n JOIN tags nt ON nt.version_id = n.version_id
          WHERE n.superseded = 0 AND n.consumer_id = p.consumer_id
            AND n.provider_id = p.provider_id AND nt.name = t.name))
       OR EXISTS (SELECT 1 FROM deployed_versions d
         WHERE d.version_id = p.version_id AND d.undeployed_at IS NULL)
       OR EXISTS (SELECT 1 FROM released_versions r
         WHERE r.version_id = p.version_id AND r.support_ended_at IS NULL))
     ORDER BY LOWER(cp.name), p.version_id DESC, p.revision DESC, LOWER(pp.name)${limitOf(page)}`,
    params,
  );
}
