import type { BrokerSettings } from '../settings.ts';
import type { Session } from '../store/session.ts';
import { tagsOf } from '../store/tags.ts';
import { latestMainBranchVerification } from '../store/verifications.ts';
import { requiredVerifications } from '../webhooks/required.ts';
import {
  type EventContext,
  type Fired,
  fireWebhooks,
  type WebhookEventName,
} from '../webhooks/trigger.ts';
import type { DetectedEvent, Publication } from './publish.ts';

export interface AnnouncedEvent {
  readonly name: string;
  readonly comment: string | undefined;
  readonly fired: readonly Fired[];
}

/** Fires the webhooks of a publication, and adds the event of a contract that needs verifying. */
export async function announcePublication(
  s: Session,
  publication: Publication,
  origin: { readonly base: string; readonly buildUrl: string | undefined },
  settings: BrokerSettings,
): Promise<AnnouncedEvent[]> {
  const { pact } = publication;
  const tags = (await tagsOf(s, [pact.versionId])).get(pact.versionId) ?? [];
  const context: EventContext = {
    base_url: origin.base,
    consumer_version_tags: tags.map(({ name }) => name),
    ...(origin.buildUrl === undefined ? {} : { build_url: origin.buildUrl }),
  };
  const verification = await latestMainBranchVerification(s, pact.contentId);
  const announced: AnnouncedEvent[] = [];
  const fire = async (name: WebhookEventName, event?: DetectedEvent): Promise<void> => {
    const known = name === 'contract_requiring_verification_published' ? undefined : verification;
    const occasion = { pact, verification: known, event: name, context };
    const fired = await fireWebhooks(s, occasion, settings);
    announced.push({ name, comment: event?.comment, fired });
  };
  for (const event of publication.events) {
    if (event.name === 'contract_content_unchanged') continue;
    await fire(event.name, event);
    if (event.name === 'contract_published' && (await requiredVerifications(s, pact)).length > 0) {
      await fire('contract_requiring_verification_published', event);
    }
  }
  return announced;
}
