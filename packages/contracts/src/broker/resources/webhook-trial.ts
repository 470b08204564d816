import type { Reply } from '../http/reply.ts';
import type { Exchange, OutsideExchange } from '../http/resource.ts';
import { searchLatestPact } from '../store/pacts.ts';
import { searchLatestVerification } from '../store/verifications.ts';
import type { Webhook, WebhookFields } from '../store/webhooks.ts';
import { attemptLog } from '../webhooks/log.ts';
import { buildRequest, type ExchangeResult, makeRequest } from '../webhooks/request.ts';
import { templateValues } from '../webhooks/template.ts';
import type { EventContext } from '../webhooks/trigger.ts';

type Executable = Pick<Webhook, 'consumerId' | 'providerId'> & WebhookFields;

/** Tries a webhook out with the latest matching pact, without writing anything down. */
export async function tryWebhook(
  x: OutsideExchange,
  webhookOf: (x: Exchange) => Promise<Executable>,
): Promise<{ readonly result: ExchangeResult; readonly logs: string }> {
  const context: EventContext = { base_url: x.urls.base, event_name: 'test' };
  const request = await x.reading(async (inside) => {
    const webhook = await webhookOf(inside);
    const { consumerId, providerId, events } = webhook;
    const pact = await searchLatestPact(inside.s, consumerId, providerId);
    const verified = events.includes('provider_verification_published')
      ? await searchLatestVerification(inside.s, consumerId, providerId)
      : undefined;
    return buildRequest(webhook, await templateValues(inside.s, pact, verified, context, x.urls));
  });
  const result = await makeRequest(request, x.settings.webhooks);
  const conclusion = result.success ? undefined : 'Webhook execution failed';
  const time = new Date().toISOString();
  return { result, logs: attemptLog(result, context, x.settings.webhooks, time, conclusion) };
}

export async function runOutsideOnly(): Promise<Reply> {
  throw new Error('this method runs outside of a transaction');
}
