import type { Page, Session } from './session.ts';
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
const ORDER = ' ORDER BY LOWER(c.name), LOWER(p.name)';

export function listIntegrations(s: Session, search?: string, page?: Page): Promise<Integration[]> {
  if (search === undefined) return s.db.all<Integration>(SELECT + ORDER + limitOf(page));
  const pattern = `%${search.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  return s.db.all<Integration>(
    `${SELECT} WHERE LOWER(c.name) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!'
     ${ORDER}${limitOf(page)}`,
    [pattern, pattern],
  );
}

export function integrationsOfProviders(
  s: Session,
  providerIds: readonly number[],
): Promise<Integration[]> {
  const chosen = s.db.anyOf('i.provider_id', providerIds);
  return s.db.all<Integration>(`${SELECT} WHERE ${chosen.sql}${ORDER}`, chosen.params);
}

export async function ensureIntegration(
  s: Session,
  consumerId: number,
  providerId: number,
): Promise<void> {
  await s.db.run(
    `INSERT INTO integrations (consumer_id, provider_id, created_at) VALUES (?, ?, ?)
     ON CONFLICT (consumer_id, provider_id) DO NOTHING`,
    [consumerId, providerId, s.now()],
  );
}

/** Removes a relationship with its pacts, results and webhooks; both applications stay. */
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
