import { randomBytes } from 'node:crypto';
import { representWebhook, representWebhooks } from '../hal/webhook.ts';
import { created, NO_CONTENT, ok, type Reply } from '../http/reply.ts';
import { type Exchange, JSON_TYPE, type OutsideExchange, type Resource } from '../http/resource.ts';
import { searchLatestPact } from '../store/pacts.ts';
import { searchLatestVerification } from '../store/verifications.ts';
import {
  addWebhook,
  deleteWebhook,
  findWebhook,
  listWebhooks,
  replaceWebhook,
  type Webhook,
  type WebhookFields,
} from '../store/webhooks.ts';
import { attemptLog, hiddenResponse, showsResponse } from '../webhooks/log.ts';
import { readWebhook } from '../webhooks/read.ts';
import { buildRequest, type ExchangeResult, makeRequest } from '../webhooks/request.ts';
import { redactHeaders } from '../webhooks/secrets.ts';
import { templateValues } from '../webhooks/template.ts';
import type { EventContext } from '../webhooks/trigger.ts';
import { found } from './lookup.ts';
import { scopeAt } from './webhook-scope.ts';

function collection(path: string, title = 'Webhooks'): Resource {
  return {
    path,
    methods: {
      POST: { accepts: [JSON_TYPE], body: 'json', run: create },
      GET: {
        async run(x) {
          const { consumer, provider } = await scopeAt(x);
          const all = await listWebhooks(x.s);
          const scoped = x.path.has('consumer') || x.path.has('provider');
          const shown = all.filter(
            (webhook) =>
              !scoped ||
              (webhook.consumerId === (consumer?.id ?? null) &&
                webhook.providerId === (provider?.id ?? null)),
          );
          return ok(representWebhooks(shown, title, x.url, x.urls));
        },
      },
    },
  };
}

async function create(x: Exchange): Promise<Reply> {
  const { consumer, provider } = await scopeAt(x);
  const fields = await readWebhook(x.s, x.json(), x.settings.webhooks, undefined, undefined);
  const webhook = await addWebhook(x.s, randomBytes(16).toString('base64url'), {
    ...fields,
    ...(consumer === undefined ? {} : { consumerId: consumer.id, consumerLabel: null }),
    ...(provider === undefined ? {} : { providerId: provider.id, providerLabel: null }),
  });
  return created(representWebhook(webhook, x.urls), x.urls.webhook(webhook.uuid));
}

async function webhookAt(x: Exchange): Promise<Webhook> {
  return found(await findWebhook(x.s, x.path.get('uuid')));
}

const single: Resource = {
  path: '/webhooks/:uuid',
  methods: {
    GET: { run: async (x) => ok(representWebhook(await webhookAt(x), x.urls)) },
    PUT: {
      accepts: [JSON_TYPE],
      body: 'json',
      async run(x) {
        const uuid = x.path.get('uuid');
        const existing = await findWebhook(x.s, uuid);
        const fields = await readWebhook(x.s, x.json(), x.settings.webhooks, existing, uuid);
        if (existing !== undefined) {
          return ok(representWebhook(await replaceWebhook(x.s, uuid, fields), x.urls));
        }
        return created(representWebhook(await addWebhook(x.s, uuid, fields), x.urls));
      },
    },
    DELETE: {
      async run(x) {
        await deleteWebhook(x.s, (await webhookAt(x)).id);
        return NO_CONTENT;
      },
    },
  },
};

type Executable = Pick<Webhook, 'consumerId' | 'providerId'> & WebhookFields;

/** Tries a webhook out with the latest matching pact, without writing anything down. */
async function execute(
  x: OutsideExchange,
  webhookOf: (x: Exchange) => Promise<{ webhook: Executable; uuid: string | undefined }>,
): Promise<Reply> {
  const context: EventContext = { base_url: x.urls.base, event_name: 'test' };
  const { request, uuid } = await x.reading(async (inside) => {
    const chosen = await webhookOf(inside);
    const { consumerId, providerId, events } = chosen.webhook;
    const pact = await searchLatestPact(inside.s, consumerId, providerId);
    const verified = events.includes('provider_verification_published')
      ? await searchLatestVerification(inside.s, consumerId, providerId)
      : undefined;
    const values = await templateValues(inside.s, pact, verified, context, x.urls);
    return { request: buildRequest(chosen.webhook, values), uuid: chosen.uuid };
  });
  const result = await makeRequest(request, x.settings.webhooks);
  const conclusion = result.success ? undefined : 'Webhook execution failed';
  const time = new Date().toISOString();
  const text = attemptLog(result, context, x.settings.webhooks, time, conclusion);
  return ok(representExecution(result, text, uuid, x));
}

function representExecution(
  { request, response, error, success }: ExchangeResult,
  logs: string,
  uuid: string | undefined,
  x: OutsideExchange,
): object {
  const shows = showsResponse(x.settings.webhooks);
  const { url, body } = request;
  return {
    ...(error === undefined || !shows ? {} : { error: { message: error } }),
    request: {
      headers: Object.fromEntries(redactHeaders(request.headers)),
      ...(body === undefined ? {} : { body: parsed(body) }),
      url: url.pathname + url.search,
    },
    ...(response === undefined || !shows
      ? {}
      : {
          response: {
            status: response.status,
            headers: Object.fromEntries(response.headers),
            body: parsed(response.body),
          },
        }),
    ...(shows ? {} : { message: hiddenResponse(x.urls.base) }),
    logs,
    success,
    _links: {
      ...(uuid === undefined ? {} : { webhook: { href: x.urls.webhook(uuid) } }),
      'try-again': { title: 'Execute the webhook again', href: x.url },
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const NEVER_RUN = async (): Promise<Reply> => {
  throw new Error('this method runs outside of a transaction');
};

const executeSaved: Resource = {
  path: '/webhooks/:uuid/execute',
  methods: {
    POST: {
      run: NEVER_RUN,
      runOutside: (x) =>
        execute(x, async (inside) => {
          const webhook = await webhookAt(inside);
          return { webhook, uuid: webhook.uuid };
        }),
    },
  },
};

const executeUnsaved: Resource = {
  path: '/webhooks/execute',
  methods: {
    POST: {
      accepts: [JSON_TYPE],
      body: 'json',
      run: NEVER_RUN,
      runOutside: (x) =>
        execute(x, async (inside) => ({
          webhook: await readWebhook(
            inside.s,
            inside.json(),
            inside.settings.webhooks,
            undefined,
            undefined,
          ),
          uuid: undefined,
        })),
    },
  },
};

export const webhookResources: readonly Resource[] = [
  collection('/webhooks'),
  collection('/webhooks/provider/:provider'),
  collection('/webhooks/consumer/:consumer'),
  collection('/webhooks/provider/:provider/consumer/:consumer'),
  collection('/pacts/provider/:provider/consumer/:consumer/webhooks', 'Pact webhooks'),
  executeUnsaved,
  executeSaved,
  single,
];
