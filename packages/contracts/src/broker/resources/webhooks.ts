import { randomBytes } from 'node:crypto';
import { pactName } from '../hal/pact.ts';
import {
  representTriggered,
  representWebhook,
  representWebhooks,
  requestDescription,
} from '../hal/webhook.ts';
import { created, NO_CONTENT, notFoundParticipant, ok, type Reply } from '../http/reply.ts';
import { type Exchange, JSON_TYPE, type OutsideExchange, type Resource } from '../http/resource.ts';
import { findPacticipant, type Pacticipant } from '../store/pacticipants.ts';
import { findPact, findPactById, latestPact, searchLatestPact } from '../store/pacts.ts';
import { findVerification, searchLatestVerification } from '../store/verifications.ts';
import {
  addWebhook,
  deleteWebhook,
  findTriggeredWebhook,
  findWebhook,
  findWebhookById,
  latestTriggered,
  listWebhooks,
  replaceWebhook,
  type TriggeredWebhook,
  triggeredByPublication,
  triggeredByVerification,
  type Webhook,
  type WebhookFields,
} from '../store/webhooks.ts';
import { attemptLog, hiddenResponse, showsResponse } from '../webhooks/log.ts';
import { readWebhook } from '../webhooks/read.ts';
import { buildRequest, type ExchangeResult, makeRequest } from '../webhooks/request.ts';
import { redactHeaders } from '../webhooks/secrets.ts';
import { templateValues } from '../webhooks/template.ts';
import type { EventContext } from '../webhooks/trigger.ts';
import { found, pairAt } from './lookup.ts';

interface Scope {
  readonly consumer: Pacticipant | undefined;
  readonly provider: Pacticipant | undefined;
}

async function scopeAt(x: Exchange): Promise<Scope> {
  const side = async (role: 'consumer' | 'provider') => {
    if (!x.path.has(role)) return undefined;
    const name = x.path.get(role);
    const pacticipant = await findPacticipant(x.s, name);
    if (pacticipant === undefined) throw notFoundParticipant(role, name);
    return pacticipant;
  };
  return { consumer: await side('consumer'), provider: await side('provider') };
}

function collection(path: string): Resource {
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
          return ok(representWebhooks(shown, x.url, x.urls));
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

async function representAll(x: Exchange, triggers: readonly TriggeredWebhook[]): Promise<object[]> {
  const attempts = x.settings.webhooks.retrySchedule.length + 1;
  const shown: object[] = [];
  for (const trigger of triggers) {
    const webhook = await findWebhookById(x.s, trigger.webhookId);
    if (webhook !== undefined) shown.push(representTriggered(trigger, webhook, attempts, x.urls));
  }
  return shown;
}

const ofPact: Resource = {
  path: '/pacts/provider/:provider/consumer/:consumer/version/:version/triggered-webhooks',
  methods: {
    GET: {
      async run(x) {
        const pact = found(await findPact(x.s, pairAt(x), x.path.get('version')));
        const triggers = await triggeredByPublication(x.s, pact.id);
        const title = `Webhooks triggered by the publication of the ${pactName(pact).replace('Pact', 'pact')}`;
        return ok({
          _embedded: { triggeredWebhooks: await representAll(x, triggers) },
          _links: { self: { title, href: x.url } },
        });
      },
    },
  },
};

const ofVerification: Resource = {
  path: '/pacts/provider/:provider/consumer/:consumer/pact-version/:sha/verification-results/:number/triggered-webhooks',
  methods: {
    GET: {
      async run(x) {
        const number = Number(x.path.get('number'));
        const path = { ...pairAt(x), sha: x.path.get('sha'), number };
        const result = found(
          Number.isSafeInteger(number) ? await findVerification(x.s, path) : undefined,
        );
        const triggers = await triggeredByVerification(x.s, result.id);
        const title = `Webhooks triggered by the publication of verification result ${number}`;
        return ok({
          _embedded: { triggeredWebhooks: await representAll(x, triggers) },
          _links: { self: { title, href: x.url } },
        });
      },
    },
  },
};

const logs: Resource = {
  path: '/triggered-webhooks/:uuid/logs',
  provides: ['text/plain'],
  methods: {
    GET: {
      run: async (x) => ok(found(await findTriggeredWebhook(x.s, x.path.get('uuid'))).logs),
    },
  },
};

const status: Resource = {
  path: '/pacts/provider/:provider/consumer/:consumer/webhooks/status',
  methods: { GET: { run: representStatus } },
};

async function representStatus(x: Exchange): Promise<Reply> {
  const { consumer, provider } = await scopeAt(x);
  const [consumerId, providerId] = [consumer?.id ?? 0, provider?.id ?? 0];
  const triggers = await latestTriggered(x.s, consumerId, providerId);
  const count = (wanted: TriggeredWebhook['status']) =>
    triggers.filter((trigger) => trigger.status === wanted).length;
  const optional = (key: string, wanted: TriggeredWebhook['status']) =>
    count(wanted) === 0 ? {} : { [key]: count(wanted) };
  const pair = pairAt(x);
  const [first] = triggers;
  const pact =
    first === undefined
      ? await latestPact(x.s, pair, { by: 'any' })
      : await findPactById(x.s, first.publicationId);
  const troubled = triggers.filter((one) => one.status === 'failure' || one.status === 'retrying');
  const errorLogs: object[] = [];
  for (const trigger of troubled) {
    const webhook = found(await findWebhookById(x.s, trigger.webhookId));
    errorLogs.push({
      href: x.urls.at('triggered-webhooks', trigger.uuid, 'logs'),
      title: 'Error logs',
      name: requestDescription(webhook),
    });
  }
  return ok({
    summary: {
      successful: count('success'),
      failed: count('failure'),
      ...optional('retrying', 'retrying'),
      ...optional('notRun', 'not_run'),
    },
    _embedded: { triggeredWebhooks: await representAll(x, triggers) },
    _links: {
      self: { href: x.url, title: 'Webhooks status' },
      'pb:error-logs': errorLogs,
      'pb:pact-webhooks': {
        title: `Webhooks for the pact between ${pair.consumer} and ${pair.provider}`,
        href: x.urls.integration(pair, 'webhooks'),
      },
      ...(pact === undefined || first === undefined
        ? {}
        : { 'pb:pact-version': { href: x.urls.pact(pact), title: 'Pact', name: pactName(pact) } }),
      'pb:consumer': {
        href: x.urls.pacticipant(pair.consumer),
        title: 'Consumer',
        name: pair.consumer,
      },
      'pb:provider': {
        href: x.urls.pacticipant(pair.provider),
        title: 'Provider',
        name: pair.provider,
      },
    },
  });
}

export const webhookResources: readonly Resource[] = [
  collection('/webhooks'),
  collection('/webhooks/provider/:provider'),
  collection('/webhooks/consumer/:consumer'),
  collection('/webhooks/provider/:provider/consumer/:consumer'),
  collection('/pacts/provider/:provider/consumer/:consumer/webhooks'),
  executeUnsaved,
  executeSaved,
  single,
  ofPact,
  ofVerification,
  logs,
  status,
];
