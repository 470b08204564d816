import { pactName } from '../hal/pact.ts';
import { representTriggered, representTriggeredLogs, requestDescription } from '../hal/webhook.ts';
import { ok, type Reply } from '../http/reply.ts';
import { type Exchange, HAL, type Resource } from '../http/resource.ts';
import { findPact, findPactById, latestPact } from '../store/pacts.ts';
import { findVerification } from '../store/verifications.ts';
import {
  findTriggeredWebhook,
  findWebhookById,
  latestTriggered,
  type TriggeredWebhook,
  triggeredByPublication,
  triggeredByVerification,
} from '../store/webhooks.ts';
import { found, pairAt } from './lookup.ts';
import { scopeAt } from './webhook-scope.ts';

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

const NOT_YET = 'Webhook has not executed yet. Please retry in a few seconds.';

const logs: Resource = {
  path: '/triggered-webhooks/:uuid/logs',
  provides: ['text/plain', HAL],
  methods: {
    GET: {
      async run(x) {
        const trigger = found(await findTriggeredWebhook(x.s, x.path.get('uuid')));
        if (x.type === 'text/plain') return ok(trigger.logs || NOT_YET);
        const webhook = found(await findWebhookById(x.s, trigger.webhookId));
        const pact = found(await findPactById(x.s, trigger.publicationId));
        return ok(representTriggeredLogs(trigger, webhook, pact, x.url, x.urls));
      },
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

/** What the firings of webhooks have come to. */
export const triggeredWebhookResources: readonly Resource[] = [
  ofPact,
  ofVerification,
  logs,
  status,
];
