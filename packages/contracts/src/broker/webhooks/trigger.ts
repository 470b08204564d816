import type { BrokerSettings } from '../settings.ts';
import { CURRENTLY_DEPLOYED, deployedVersions } from '../store/deployments.ts';
import { labelsOf } from '../store/labels.ts';
import { findPact, type Pact } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import type { Verification } from '../store/verifications.ts';
import {
  addTriggeredWebhook,
  listWebhooks,
  type TriggeredWebhook,
  type Webhook,
} from '../store/webhooks.ts';
import { requiredVerifications } from './required.ts';

export const WEBHOOK_EVENTS = [
  'contract_published',
  'contract_content_changed',
  'provider_verification_published',
  'provider_verification_succeeded',
  'provider_verification_failed',
  'contract_requiring_verification_published',
] as const;

export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number];

/** Circumstances of an event; what is absent is looked up when the webhook runs. */
export interface EventContext {
  readonly base_url: string;
  readonly event_name?: string;
  readonly build_url?: string | null;
  readonly consumer_version_number?: string;
  readonly consumer_version_tags?: readonly string[];
  readonly provider_version_number?: string;
  readonly provider_version_branch?: string | null;
  readonly provider_version_tags?: readonly string[];
  readonly provider_version_descriptions?: readonly string[];
  readonly currently_deployed_provider_version_number?: string;
  /** Consumer versions a result was verified for, with the tags that selected them. */
  readonly consumer_version_selectors?: readonly SelectedVersion[];
}

export interface SelectedVersion {
  readonly consumer_version_number?: string | undefined;
  readonly tag?: string | undefined;
}

export interface Fired {
  readonly webhook: Webhook;
  readonly trigger: TriggeredWebhook;
}

export interface Occasion {
  readonly pact: Pact;
  readonly verification: Verification | undefined;
  readonly event: WebhookEventName;
  readonly context: EventContext;
}

/** Webhooks of that event for those two applications, enabled or not. */
export async function webhooksFor(s: Session, pact: Pact): Promise<Webhook[]> {
  const all = await listWebhooks(s);
  if (all.length === 0) return [];
  const labels = await labelsOf(s, [pact.consumerId, pact.providerId]);
  const has = (id: number, label: string) =>
    (labels.get(id) ?? []).some(({ name }) => name === label);
  const concerns = (id: number | null, label: string | null, participant: number): boolean =>
    label === null ? id === null || id === participant : has(participant, label);
  return all.filter(
    (webhook) =>
      concerns(webhook.consumerId, webhook.consumerLabel, pact.consumerId) &&
      concerns(webhook.providerId, webhook.providerLabel, pact.providerId),
  );
}

/** Writes down every webhook that an event fires; they run after the transaction. */
export async function fireWebhooks(
  s: Session,
  occasion: Occasion,
  settings: BrokerSettings,
): Promise<Fired[]> {
  const webhooks = (await webhooksFor(s, occasion.pact)).filter(
    (webhook) => webhook.enabled && webhook.events.includes(occasion.event),
  );
  const fired: Fired[] = [];
  for (const webhook of webhooks) {
    for (const context of await expand(s, webhook, occasion)) {
      const delay = settings.webhooks.delayMs + fired.length * settings.webhooks.spacingMs;
      const trigger = await addTriggeredWebhook(s, {
        webhook,
        pact: await pactFor(s, occasion, context),
        verificationId: occasion.verification?.id ?? null,
        eventName: occasion.event,
        context,
        dueAt: new Date(Date.parse(s.now()) + delay).toISOString(),
      });
      fired.push({ webhook, trigger });
    }
  }
  return fired;
}

async function expand(s: Session, webhook: Webhook, occasion: Occasion): Promise<EventContext[]> {
  const context = { ...occasion.context, event_name: occasion.event };
  const deployed = await forDeployedProviders(s, webhook, occasion.pact, context);
  const required =
    occasion.event === 'contract_requiring_verification_published'
      ? await forRequired(s, occasion.pact, deployed)
      : deployed;
  return required.flatMap(forSelectedVersions);
}

/** A template that names the deployed provider version fires once per such version. */
async function forDeployedProviders(
  s: Session,
  webhook: Webhook,
  pact: Pact,
  context: EventContext,
): Promise<EventContext[]> {
  const template = JSON.stringify([webhook.url, webhook.headers, webhook.body ?? null]);
  if (!template.includes('pactbroker.currentlyDeployedProviderVersionNumber')) return [context];
  const where = `d.pacticipant_id = ? AND ${CURRENTLY_DEPLOYED}`;
  const deployed = await deployedVersions(s, { where, params: [pact.providerId] });
  const numbers = [...new Set(deployed.map(({ version }) => version))];
  if (numbers.length === 0) return [context];
  return numbers.map((number) => ({
    ...context,
    currently_deployed_provider_version_number: number,
  }));
}

async function forRequired(
  s: Session,
  pact: Pact,
  contexts: readonly EventContext[],
): Promise<EventContext[]> {
  const required = await requiredVerifications(s, pact);
  return contexts.flatMap((context) =>
    required.map(({ number, branch, descriptions }) => ({
      ...context,
      provider_version_number: number,
      provider_version_branch: branch,
      provider_version_descriptions: descriptions,
    })),
  );
}

/** Content verified for several consumer versions tells each of them. */
function forSelectedVersions(context: EventContext): EventContext[] {
  const { consumer_version_selectors: selectors, ...rest } = context;
  if (selectors === undefined) return [rest];
  const byVersion = Map.groupBy(selectors, (selector) => selector.consumer_version_number);
  return [...byVersion].map(([number, selected]) => ({
    ...rest,
    ...(number === undefined ? {} : { consumer_version_number: number }),
    consumer_version_tags: [...new Set(selected.map(({ tag }) => tag))].filter(
      (tag) => tag !== undefined,
    ),
  }));
}

async function pactFor(s: Session, occasion: Occasion, context: EventContext): Promise<Pact> {
  const number = context.consumer_version_number;
  if (occasion.verification === undefined || number === undefined) return occasion.pact;
  return (await findPact(s, occasion.pact, number)) ?? occasion.pact;
}
