import { randomBytes } from 'node:crypto';
import { representWebhook, representWebhooks } from '../hal/webhook.ts';
import { created, NO_CONTENT, ok, type Reply } from '../http/reply.ts';
import {
  type Exchange,
  HAL,
  JSON_TYPE,
  type OutsideExchange,
  PAGE,
  type Resource,
} from '../http/resource.ts';
import {
  addWebhook,
  deleteWebhook,
  findWebhook,
  listWebhooks,
  replaceWebhook,
  type Webhook,
} from '../store/webhooks.ts';
import { webhookPage, webhooksPage } from '../ui/webhooks.ts';
import { hiddenResponse, showsResponse } from '../webhooks/log.ts';
import { readWebhook } from '../webhooks/read.ts';
import type { ExchangeResult } from '../webhooks/request.ts';
import { redactHeaders } from '../webhooks/secrets.ts';
import { found } from './lookup.ts';
import { scopeAt } from './webhook-scope.ts';
import { runOutsideOnly, tryWebhook } from './webhook-trial.ts';

function collection(path: string, title = 'Webhooks'): Resource {
  return {
    path,
    methods: {
      POST: { accepts: [JSON_TYPE], body: 'json', run: create },
      GET: { run: (x) => list(x, title) },
    },
  };
}

async function list(x: Exchange, title: string): Promise<Reply> {
  const { consumer, provider } = await scopeAt(x);
  const webhooks = await listWebhooks(x.s);
  const scoped = x.path.has('consumer') || x.path.has('provider');
  const shown = webhooks.filter(
    (webhook) =>
      !scoped ||
      (webhook.consumerId === (consumer?.id ?? null) &&
        webhook.providerId === (provider?.id ?? null)),
  );
  return ok(representWebhooks(shown, title, x.url, x.urls));
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

export async function webhookAt(x: Exchange): Promise<Webhook> {
  return found(await findWebhook(x.s, x.path.get('uuid')));
}

const single: Resource = {
  path: '/webhooks/:uuid',
  provides: [HAL, PAGE],
  methods: {
    GET: {
      async run(x) {
        const webhook = await webhookAt(x);
        return ok(
          x.type === PAGE ? await webhookPage(x, webhook) : representWebhook(webhook, x.urls),
        );
      },
    },
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

async function execute(
  x: OutsideExchange,
  uuid: string | undefined,
  webhookOf: Parameters<typeof tryWebhook>[1],
): Promise<Reply> {
  const { result, logs } = await tryWebhook(x, webhookOf);
  return ok(representExecution(result, logs, uuid, x));
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

const executeSaved: Resource = {
  path: '/webhooks/:uuid/execute',
  methods: {
    POST: {
      run: runOutsideOnly,
      runOutside: (x) => execute(x, x.path.get('uuid'), webhookAt),
    },
  },
};

const executeUnsaved: Resource = {
  path: '/webhooks/execute',
  methods: {
    POST: {
      accepts: [JSON_TYPE],
      body: 'json',
      run: runOutsideOnly,
      runOutside: (x) =>
        execute(x, undefined, (inside) =>
          readWebhook(inside.s, inside.json(), x.settings.webhooks, undefined, undefined),
        ),
    },
  },
};

const everywhere = collection('/webhooks');

/** The one list that people look at as well. */
const all: Resource = {
  ...everywhere,
  provides: [HAL, PAGE],
  methods: {
    ...everywhere.methods,
    GET: { run: async (x) => (x.type === PAGE ? ok(await webhooksPage(x)) : list(x, 'Webhooks')) },
  },
};

export const webhookResources: readonly Resource[] = [
  all,
  collection('/webhooks/provider/:provider'),
  collection('/webhooks/consumer/:consumer'),
  collection('/webhooks/provider/:provider/consumer/:consumer'),
  collection('/pacts/provider/:provider/consumer/:consumer/webhooks', 'Pact webhooks'),
  executeUnsaved,
  executeSaved,
  single,
];
