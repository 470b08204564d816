import { shownTime } from '../store/clock.ts';
import type { TriggeredWebhook, Webhook } from '../store/webhooks.ts';
import { redactPassword, redactTemplates } from '../webhooks/secrets.ts';
import { withPlaceholder } from '../webhooks/template.ts';
import { type Link, present } from './link.ts';
import type { Urls } from './urls.ts';

/** `POST example.org`: what a webhook does, in two words. */
export function requestDescription(webhook: Pick<Webhook, 'method' | 'url'>): string {
  const text = withPlaceholder(webhook.url, 'placeholder');
  const host = URL.canParse(text) ? new URL(text).hostname : text;
  return `${webhook.method.toUpperCase()} ${host}`;
}

function displayName(webhook: Webhook): string {
  return webhook.description?.trim() ? webhook.description : requestDescription(webhook);
}

export function representWebhook(webhook: Webhook, urls: Urls): object {
  const { uuid, consumer, provider } = webhook;
  const side = (name: string | null, label: string | null) =>
    name === null && label === null ? null : present({ name, label });
  return {
    uuid,
    ...present({
      description: displayName(webhook),
      consumer: side(consumer, webhook.consumerLabel),
      provider: side(provider, webhook.providerLabel),
    }),
    enabled: webhook.enabled,
    request: representRequest(webhook),
    events: webhook.events.map((name) => ({ name })),
    ...(webhook.updatedAt === null ? {} : { updatedAt: shownTime(webhook.updatedAt) }),
    createdAt: shownTime(webhook.createdAt),
    _links: {
      self: { title: displayName(webhook), href: urls.webhook(uuid) },
      'pb:execute': {
        title:
          'Test the execution of the webhook with the latest matching pact or verification by sending a POST request to this URL',
        href: `${urls.webhook(uuid)}/execute`,
      },
      ...(consumer === null
        ? {}
        : {
            'pb:consumer': { title: 'Consumer', name: consumer, href: urls.pacticipant(consumer) },
          }),
      ...(provider === null
        ? {}
        : {
            'pb:provider': { title: 'Provider', name: provider, href: urls.pacticipant(provider) },
          }),
      ...labelLink('consumers', webhook.consumerLabel, urls),
      ...labelLink('providers', webhook.providerLabel, urls),
      ...(consumer === null || provider === null
        ? {}
        : {
            'pb:pact-webhooks': {
              title: `All webhooks for consumer ${consumer} and provider ${provider}`,
              href: urls.at('webhooks', 'provider', provider, 'consumer', consumer),
            },
          }),
      'pb:webhooks': { title: 'All webhooks', href: urls.at('webhooks') },
    },
  };
}

function labelLink(role: 'consumers' | 'providers', label: string | null, urls: Urls): object {
  if (label === null) return {};
  const title = `${role === 'consumers' ? 'Consumers' : 'Providers'} by label`;
  const href = urls.at('pacticipants', 'label', label);
  return { [`pb:${role}`]: { title, name: label, href } };
}

function representRequest(webhook: Webhook): object {
  const headers = redactTemplates(webhook.headers);
  return {
    method: webhook.method,
    url: webhook.url,
    ...present({
      headers: Object.keys(headers).length === 0 ? null : headers,
      body: webhook.body,
      username: webhook.username,
      password: webhook.password === null ? null : redactPassword(webhook.password),
    }),
  };
}

export function representWebhooks(
  webhooks: readonly Webhook[],
  title: string,
  self: string,
  urls: Urls,
): object {
  return {
    _links: {
      self: { title, href: self },
      'pb:create': { title: 'POST to create a webhook', href: self },
      'pb:webhooks': webhooks.map(
        (webhook): Link => ({
          title: scopeDescription(webhook),
          name: displayName(webhook),
          href: urls.webhook(webhook.uuid),
        }),
      ),
      curies: [{ name: 'pb', href: `${urls.base}/doc/webhooks-{rel}`, templated: true }],
    },
  };
}

function scopeDescription(webhook: Webhook): string {
  const consumer = sideDescription(webhook.consumer, webhook.consumerLabel, 'consumers');
  const provider = sideDescription(webhook.provider, webhook.providerLabel, 'providers');
  if (consumer !== undefined && provider !== undefined) {
    return `A webhook for the pact between ${consumer(true)} and ${provider(true)}`;
  }
  if (provider !== undefined) return `A webhook for all pacts with provider ${provider(false)}`;
  if (consumer !== undefined) return `A webhook for all pacts with consumer ${consumer(false)}`;
  return 'A webhook for all pacts';
}

function sideDescription(
  name: string | null,
  label: string | null,
  plural: string,
): ((both: boolean) => string) | undefined {
  if (name !== null) return () => name;
  if (label === null) return undefined;
  return (both) => `${both ? `${plural} ` : ''}labeled '${label}'`;
}

/** One firing of a webhook. `attempts` is how many it gets at most. */
export function representTriggered(
  trigger: TriggeredWebhook,
  webhook: Webhook,
  attempts: number,
  urls: Urls,
): object {
  const name = requestDescription(webhook);
  const logs = urls.at('triggered-webhooks', trigger.uuid, 'logs');
  const finished = trigger.status === 'success' || trigger.status === 'failure';
  return {
    name,
    status: trigger.status,
    attemptsMade: trigger.attempts,
    attemptsRemaining: finished ? 0 : attempts - trigger.attempts,
    triggerType: 'resource_creation',
    eventName: trigger.eventName,
    triggeredAt: shownTime(trigger.createdAt),
    _links: {
      'pb:logs': { href: logs, title: 'Webhook execution logs', name },
      logs: { href: logs, title: 'DEPRECATED - Use pb:logs', name },
      'pb:webhook': { href: urls.webhook(webhook.uuid), title: 'Webhook', name },
    },
  };
}

const ATTEMPT = /\n(?=\[[\dT:-]+Z\] DEBUG: Webhook context )/;

/** The attempts of one firing. All but the last have failed. */
export function representTriggeredLogs(
  trigger: TriggeredWebhook,
  webhook: Webhook,
  pair: { readonly consumer: string; readonly provider: string },
  self: string,
  urls: Urls,
): object {
  const attempts = trigger.logs === '' ? [] : trigger.logs.split(ATTEMPT);
  return {
    eventName: trigger.eventName,
    consumerName: pair.consumer,
    providerName: pair.provider,
    executions: attempts.map((logs, index) => ({
      success: trigger.status === 'success' && index === attempts.length - 1,
      logs,
      createdAt: shownTime(/^\[([\dT:-]+Z)\]/.exec(logs)?.[1] ?? trigger.createdAt),
    })),
    _embedded: { triggeredWebhook: { uuid: trigger.uuid } },
    _links: {
      self: { title: 'Triggered webhook logs', href: self },
      'pb:webhook': { href: urls.webhook(webhook.uuid), title: 'Webhook' },
    },
  };
}
