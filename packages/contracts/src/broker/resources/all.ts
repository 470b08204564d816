import type { Resource } from '../http/resource.ts';
import { badgeResources } from './badges.ts';
import { branchResources } from './branches.ts';
import { publishContracts } from './contracts.ts';
import { dashboardResources } from './dashboard.ts';
import { deploymentResources } from './deployments.ts';
import { documentationResources } from './documentation.ts';
import { environmentResources } from './environments.ts';
import { forVerification } from './for-verification.ts';
import { dependencies, heartbeat } from './heartbeat.ts';
import { indexResource } from './index-page.ts';
import { integrationResources } from './integrations.ts';
import { matrixResources } from './matrix.ts';
import { metrics, prometheusMetrics } from './metrics.ts';
import { pactListResources } from './pact-lists.ts';
import { pacticipantResources } from './pacticipants.ts';
import { pactResources } from './pacts.ts';
import { providerStateResources } from './provider-states.ts';
import { triggeredWebhookResources } from './triggered-webhooks.ts';
import { verificationResources } from './verifications.ts';
import { versionResources } from './versions.ts';
import { webhookPageResources } from './webhook-pages.ts';
import { webhookResources } from './webhooks.ts';

const DOCUMENTED: readonly Resource[] = [
  indexResource,
  heartbeat,
  dependencies,
  publishContracts,
  ...pactResources,
  ...pactListResources,
  forVerification,
  ...verificationResources,
  ...pacticipantResources,
  ...versionResources,
  ...branchResources,
  ...environmentResources,
  ...deploymentResources,
  ...matrixResources,
  ...webhookResources,
  ...triggeredWebhookResources,
  ...integrationResources,
  ...dashboardResources,
  ...badgeResources,
  ...providerStateResources,
  metrics,
  prometheusMetrics,
];

/** Everything the broker serves. */
export const RESOURCES: readonly Resource[] = [
  ...DOCUMENTED,
  ...documentationResources(DOCUMENTED),
  ...webhookPageResources,
];
