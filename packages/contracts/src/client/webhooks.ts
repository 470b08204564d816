import { randomUUID } from 'node:crypto';
import type { BrokerConnection } from './connection.ts';
import { type HalResource, isRecord, linkOf, linksOf, text } from './hal.ts';
import { type BrokerSession, openBroker } from './session.ts';

export type WebhookEvent =
  | 'contract_published'
  | 'contract_content_changed'
  | 'contract_requiring_verification_published'
  | 'provider_verification_published'
  | 'provider_verification_succeeded'
  | 'provider_verification_failed';

export interface WebhookRequest {
  readonly method?: string | undefined;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON or text; may hold `\${pactbroker.…}` placeholders. */
  readonly body?: unknown;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

export interface CreateWebhookOptions {
  readonly broker: BrokerConnection;
  /** At least 16 of `A-Za-z0-9_-`. An existing webhook of this id is replaced. Default: a new id. */
  readonly uuid?: string | undefined;
  readonly description?: string | undefined;
  readonly consumer?: string | undefined;
  readonly provider?: string | undefined;
  readonly events: readonly WebhookEvent[];
  readonly request: WebhookRequest;
  readonly enabled?: boolean | undefined;
}

export interface WebhookRef {
  readonly broker: BrokerConnection;
  readonly uuid: string;
}

export interface Webhook {
  readonly uuid: string;
  readonly description: string | undefined;
  readonly consumer: string | undefined;
  readonly provider: string | undefined;
  readonly enabled: boolean;
  readonly events: readonly string[];
  readonly method: string;
  readonly url: string;
}

export interface WebhookTestResult {
  readonly uuid: string;
  readonly success: boolean;
  /** Status that the target answered. */
  readonly status: number | undefined;
  readonly logs: string;
}

/**
 * Creates by PUT under an id chosen here, so that a repeated request cannot make a second webhook.
 * @throws ContractsError CONTRACTS_BROKER_REFUSED with the reason of the broker
 */
export async function createWebhook(options: CreateWebhookOptions): Promise<Webhook> {
  const broker = await openBroker(options.broker);
  const url = webhookUrl(broker, options.uuid ?? randomUUID());
  const { description, consumer, provider, enabled = true, events, request } = options;
  return toWebhook(
    await broker.read(url, {
      method: 'PUT',
      body: {
        description,
        ...(consumer === undefined ? {} : { consumer: { name: consumer } }),
        ...(provider === undefined ? {} : { provider: { name: provider } }),
        enabled,
        events: events.map((name) => ({ name })),
        request: { ...request, method: request.method ?? 'POST' },
      },
    }),
  );
}

export async function listWebhooks(options: {
  readonly broker: BrokerConnection;
}): Promise<readonly Webhook[]> {
  const broker = await openBroker(options.broker);
  const list = await broker.read(broker.relation('pb:webhooks'));
  const links = linksOf(list, 'pb:webhooks');
  return Promise.all(
    links.map(async ({ href }) => toWebhook(await broker.read(broker.resolve(href)))),
  );
}

/** Lets the broker run the webhook now. @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER */
export async function testWebhook(options: WebhookRef): Promise<WebhookTestResult> {
  const broker = await openBroker(options.broker);
  const webhook = await broker.read(webhookUrl(broker, options.uuid));
  const execute = linkOf(webhook, 'pb:execute')?.href ?? `webhooks/${options.uuid}/execute`;
  const result = await broker.read(broker.resolve(execute), {
    method: 'POST',
    body: {},
    repeatable: false,
  });
  const status = isRecord(result.response) ? result.response.status : undefined;
  return {
    uuid: options.uuid,
    success: result.success === true,
    status: typeof status === 'number' ? status : undefined,
    logs: text(result, 'logs') ?? '',
  };
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER */
export async function deleteWebhook(options: WebhookRef): Promise<void> {
  const broker = await openBroker(options.broker);
  await broker.ask(webhookUrl(broker, options.uuid), { method: 'DELETE' });
}

function webhookUrl(broker: BrokerSession, uuid: string): URL {
  return broker.relation('pb:webhook', { uuid }, 'webhooks/{uuid}');
}

function toWebhook(resource: HalResource): Webhook {
  const events = Array.isArray(resource.events) ? resource.events : [];
  return {
    uuid: text(resource, 'uuid') ?? '',
    description: text(resource, 'description'),
    consumer: text(resource, 'consumer', 'name'),
    provider: text(resource, 'provider', 'name'),
    enabled: resource.enabled !== false,
    events: events.map((event) => text(event, 'name') ?? ''),
    method: text(resource, 'request', 'method') ?? 'POST',
    url: text(resource, 'request', 'url') ?? '',
  };
}
