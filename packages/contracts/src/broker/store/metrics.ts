import { shownTime } from './clock.ts';
import type { Session } from './session.ts';

/** What the store holds, in numbers. */
export async function collectMetrics(s: Session): Promise<object> {
  const one = async (sql: string): Promise<number> =>
    (await s.db.get<{ value: number | null }>(sql))?.value ?? 0;
  const count = (from: string) => one(`SELECT COUNT(*) AS value FROM ${from}`);
  const time = async (sql: string): Promise<{ value: string } | undefined> => s.db.get(sql);
  const span = async (table: string): Promise<object> => {
    const first = await time(`SELECT created_at AS value FROM ${table} ORDER BY id LIMIT 1`);
    const last = await time(`SELECT created_at AS value FROM ${table} ORDER BY id DESC LIMIT 1`);
    return first === undefined || last === undefined
      ? { first: null, last: null }
      : { first: shownTime(first.value), last: shownTime(last.value) };
  };
  const withBranch =
    'versions v WHERE EXISTS (SELECT 1 FROM branch_versions b WHERE b.version_id = v.id)';
  const branched = await count(withBranch);
  const distinct = (columns: string, table: string) =>
    one(`SELECT COUNT(*) AS value FROM (SELECT DISTINCT ${columns} FROM ${table}) x`);
  return {
    interactions: await interactionCounts(s),
    pacticipants: {
      count: await count('pacticipants'),
      withMainBranchSetCount: await count('pacticipants WHERE main_branch IS NOT NULL'),
    },
    integrations: { count: await distinct('consumer_id, provider_id', 'publications') },
    pactPublications: { count: await count('publications'), ...(await span('publications')) },
    pactVersions: { count: await count('contents') },
    pactRevisionsPerConsumerVersion: {
      distribution: await distribution(s, 'publications', 'version_id, provider_id'),
    },
    verificationResults: {
      count: await count('verifications'),
      successCount: await count('verifications WHERE success = 1'),
      failureCount: await count('verifications WHERE success = 0'),
      distinctCount: await distinct('provider_version_id, content_id, success', 'verifications'),
      ...(await span('verifications')),
    },
    verificationResultsPerPactVersion: {
      distribution: await distribution(s, 'verifications', 'content_id'),
    },
    pacticipantVersions: {
      count: await count('versions'),
      withUserCreatedBranchCount: await count(
        withBranch.replace('v.id)', 'v.id AND b.auto_created = 0)'),
      ),
      withBranchCount: branched,
      withBranchSetCount: branched,
    },
    webhooks: { count: await count('webhooks') },
    tags: {
      count: await count('tags'),
      distinctCount: await distinct('name', 'tags'),
      distinctWithPacticipantCount: await distinct('name, pacticipant_id', 'tags'),
    },
    triggeredWebhooks: { count: await count('triggered_webhooks') },
    webhookExecutions: {
      count: await one('SELECT SUM(attempts) AS value FROM triggered_webhooks'),
    },
    // The size of the matrix is not worth its price; -1 says that it was not counted.
    matrix: { count: -1 },
    environments: { count: await count('environments') },
    deployedVersions: {
      count: await count('deployed_versions'),
      userCreatedCount: await count('deployed_versions WHERE auto_created = 0'),
      currentlyDeployedCount: await count('deployed_versions WHERE undeployed_at IS NULL'),
    },
    releasedVersions: {
      count: await count('released_versions'),
      currentlySupportedCount: await count('released_versions WHERE support_ended_at IS NULL'),
    },
  };
}

async function interactionCounts(s: Session): Promise<object> {
  const row = await s.db.get<{ interactions: number | null; messages: number | null }>(
    `SELECT SUM(c.interactions_count) AS interactions, SUM(c.messages_count) AS messages
     FROM contents c WHERE c.id IN (SELECT p.content_id FROM publications p
       WHERE p.superseded = 0 AND p.version_id = (SELECT MAX(n.version_id) FROM publications n
         WHERE n.consumer_id = p.consumer_id AND n.provider_id = p.provider_id))`,
  );
  const interactions = row?.interactions ?? 0;
  const messages = row?.messages ?? 0;
  return {
    latestInteractionsCount: interactions,
    latestMessagesCount: messages,
    latestInteractionsAndMessagesCount: interactions + messages,
  };
}

/** How many groups have one row, how many two, and so on. */
async function distribution(
  s: Session,
  table: string,
  group: string,
): Promise<Record<string, number>> {
  const rows = await s.db.all<{ size: number; amount: number }>(
    `SELECT x.size, COUNT(*) AS amount FROM
       (SELECT COUNT(*) AS size FROM ${table} GROUP BY ${group}) x GROUP BY x.size ORDER BY x.size`,
  );
  return Object.fromEntries(rows.map(({ size, amount }) => [String(size), amount]));
}

/** What an operator watches. Cheap enough to be asked for every few seconds. */
export async function storeGauges(
  s: Session,
): Promise<Record<string, { readonly help: string; readonly value: number }>> {
  const count = async (from: string): Promise<number> =>
    (await s.db.get<{ value: number }>(`SELECT COUNT(*) AS value FROM ${from}`))?.value ?? 0;
  return {
    pacticipants: { help: 'Applications.', value: await count('pacticipants') },
    integrations: { help: 'Pairs of consumer and provider.', value: await count('integrations') },
    versions: { help: 'Versions of applications.', value: await count('versions') },
    deployed_versions: {
      help: 'Versions that are deployed now.',
      value: await count('deployed_versions WHERE undeployed_at IS NULL'),
    },
    webhooks_waiting: {
      help: 'Deliveries that are due or will be tried again.',
      value: await count('triggered_webhooks WHERE due_at IS NOT NULL'),
    },
  };
}
