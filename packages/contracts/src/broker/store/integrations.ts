import type { Page, Paged, Session } from './session.ts';
import { limitOf } from './session.ts';

export interface Integration {
  readonly id: number;
  readonly consumerId: number;
  readonly consumer: string;
  readonly providerId: number;
  readonly provider: string;
}

const SELECT = `SELECT i.id, i.consumer_id AS "consumerId", c.name AS consumer,
  i.provider_id AS "providerId", p.name AS provider
  FROM integrations i JOIN pacticipants c ON c.id = i.consumer_id
  JOIN pacticipants p ON p.id = i.provider_id`;
const BY_NAME = ' ORDER BY LOWER(c.name), LOWER(p.name)';
/** Those worked on last come first. */
const BY_ACTIVITY = ' ORDER BY COALESCE(i.updated_at, i.created_at) DESC, i.id';

export interface IntegrationQuery {
  readonly search?: string | undefined;
  readonly page?: Page | undefined;
  readonly order?: 'name' | 'activity';
}

export async function listIntegrations(
  s: Session,
  { search, page, order }: IntegrationQuery = {},
): Promise<Paged<Integration>> {
  const where =
    search === undefined
      ? ''
      : " WHERE LOWER(c.name) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!'";
  const pattern = `%${search?.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  const params = search === undefined ? [] : [pattern, pattern];
  const sorted = order === 'activity' ? BY_ACTIVITY : BY_NAME;
  const items = await s.db.all<Integration>(SELECT + where + sorted + limitOf(page), params);
  if (page === undefined) return { items, total: items.length };
  const count = await s.db.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM integrations i JOIN pacticipants c ON c.id = i.consumer_id
     JOIN pacticipants p ON p.id = i.provider_id${where}`,
    params,
  );
  return { items, total: count?.total ?? 0 };
}

export function integrationsOfProviders(
  s: Session,
  providerIds: readonly number[],
): Promise<Integration[]> {
  const chosen = s.db.anyOf('i.provider_id', providerIds);
  return s.db.all<Integration>(`${SELECT} WHERE ${chosen.sql}${BY_NAME}`, chosen.params);
}

/** Makes sure that an integration is on record, and notes that it was active at that time. */
export async function touchIntegration(
  s: Session,
  consumerId: number,
  providerId: number,
  now: string = s.now(),
): Promise<void> {
  await s.db.run(
    `INSERT INTO integrations (consumer_id, provider_id, created_at, updated_at)
     VALUES (?, ?, ?, ?)
     ON CONFLICT (consumer_id, provider_id) DO UPDATE SET updated_at = excluded.updated_at`,
    [consumerId, providerId, now, now],
  );
}

/**
 * Removes a relationship with its pacts, results and webhooks, and what nobody needs any more:
 * versions without a pact or result, and an application of which nothing is left.
 */
export async function deleteIntegration(
  s: Session,
  consumerId: number,
  providerId: number,
): Promise<void> {
  for (const table of ['webhooks', 'contents', 'integrations']) {
    await s.db.run(`DELETE FROM ${table} WHERE consumer_id = ? AND provider_id = ?`, [
      consumerId,
      providerId,
    ]);
  }
  await s.db.run(
    `DELETE FROM versions WHERE pacticipant_id IN (?, ?)
       AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.version_id = versions.id)
       AND NOT EXISTS (SELECT 1 FROM verifications r WHERE r.provider_version_id = versions.id)`,
    [consumerId, providerId],
  );
  const used = ['publications', 'contents', 'webhooks']
    .flatMap((table) => ['consumer_id', 'provider_id'].map((column) => [table, column]))
    .map(([table, column]) => `SELECT 1 FROM ${table} u WHERE u.${column} = pacticipants.id`);
  const own = 'SELECT 1 FROM versions v WHERE v.pacticipant_id = pacticipants.id';
  const unused = [own, ...used].map((sql) => `NOT EXISTS (${sql})`).join(' AND ');
  await s.db.run(`DELETE FROM pacticipants WHERE id IN (?, ?) AND ${unused}`, [
    consumerId,
    providerId,
  ]);
}

/** The integrations connected to an application, directly or through others. */
export function integrationGroup(
  integrations: readonly Integration[],
  pacticipant: string,
): Integration[] {
  const connected = new Set([pacticipant]);
  let size = 0;
  while (size !== connected.size) {
    size = connected.size;
    for (const { consumer, provider } of integrations) {
      if (connected.has(consumer)) connected.add(provider);
      if (connected.has(provider)) connected.add(consumer);
    }
  }
  return integrations.filter(({ consumer }) => connected.has(consumer));
}
