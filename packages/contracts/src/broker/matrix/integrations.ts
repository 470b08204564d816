import { compareBytes } from '../publishing/content.ts';
import { integrationsOfProviders } from '../store/integrations.ts';
import type { Session } from '../store/session.ts';
import { nameOnly, type ResolvedSelector } from './selector.ts';

/** A relationship the question touches. Required: the consumer cannot do without the provider. */
export interface MatrixIntegration {
  readonly consumerId: number;
  readonly consumer: string;
  readonly providerId: number;
  readonly provider: string;
  readonly required: boolean;
}

/**
 * The integrations of the specified selectors. A consumer version needs the providers of its own
 * pacts; a provider concerns every consumer it ever had, of which the environment decides.
 */
export async function findIntegrations(
  s: Session,
  specified: readonly ResolvedSelector[],
  inferring: boolean,
): Promise<MatrixIntegration[]> {
  const asConsumer = await whereConsumer(s, specified);
  if (!inferring && specified.length > 1) {
    const ids = new Set(specified.map(({ pacticipantId }) => pacticipantId));
    return sorted(unique(asConsumer.filter(({ providerId }) => ids.has(providerId))));
  }
  const ids = [...new Set(specified.map(({ pacticipantId }) => pacticipantId))];
  const asProvider = await integrationsOfProviders(s, ids);
  return sorted(unique([...asConsumer, ...asProvider.map((one) => ({ ...one, required: false }))]));
}

async function whereConsumer(
  s: Session,
  specified: readonly ResolvedSelector[],
): Promise<MatrixIntegration[]> {
  const names = specified.filter(nameOnly).map(({ pacticipantId }) => pacticipantId);
  const versions = specified
    .filter((selector) => !nameOnly(selector))
    .map(({ versionId }) => versionId)
    .filter((id) => id !== undefined);
  const byName = s.db.anyOf('p.consumer_id', names);
  const byVersion = s.db.anyOf('p.version_id', versions);
  const rows = await s.db.all<Omit<MatrixIntegration, 'required'>>(
    `SELECT DISTINCT p.consumer_id AS "consumerId", c.name AS consumer,
       p.provider_id AS "providerId", pr.name AS provider
     FROM publications p JOIN pacticipants c ON c.id = p.consumer_id
     JOIN pacticipants pr ON pr.id = p.provider_id
     WHERE ${byName.sql} OR ${byVersion.sql}`,
    [...byName.params, ...byVersion.params],
  );
  return rows.map((row) => ({ ...row, required: true }));
}

function unique(integrations: readonly MatrixIntegration[]): MatrixIntegration[] {
  const byPair = new Map<string, MatrixIntegration>();
  for (const one of integrations) {
    const key = `${one.consumerId}/${one.providerId}`;
    const known = byPair.get(key);
    if (known === undefined || (one.required && !known.required)) byPair.set(key, one);
  }
  return [...byPair.values()];
}

function sorted(integrations: MatrixIntegration[]): MatrixIntegration[] {
  return integrations.sort(
    (a, b) => compareBytes(a.consumer, b.consumer) || compareBytes(a.provider, b.provider),
  );
}
