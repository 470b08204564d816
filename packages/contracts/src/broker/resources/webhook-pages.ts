import { randomBytes } from 'node:crypto';
import { parseQuery, type Query, textOf } from '../http/query.ts';
import { HttpFailure, ok, type Reply, seeOther } from '../http/reply.ts';
import { type Exchange, FORM, type Method, PAGE, type Resource } from '../http/resource.ts';
import { listPacticipants } from '../store/pacticipants.ts';
import { addWebhook, deleteWebhook, replaceWebhook, type Webhook } from '../store/webhooks.ts';
import { type WebhookInput, webhookFormPage } from '../ui/webhook-form.ts';
import { webhookAction, webhookPath } from '../ui/webhook-paths.ts';
import { webhookTrialPage } from '../ui/webhook-trial.ts';
import { bodyText, nameOf } from '../ui/webhooks.ts';
import { readWebhook } from '../webhooks/read.ts';
import { redactPassword, redactTemplates } from '../webhooks/secrets.ts';
import { runOutsideOnly, tryWebhook } from './webhook-trial.ts';
import { webhookAt } from './webhooks.ts';

const EMPTY: WebhookInput = {
  description: '',
  consumer: '',
  consumerLabel: '',
  provider: '',
  providerLabel: '',
  events: ['contract_requiring_verification_published'],
  method: 'POST',
  url: '',
  headers: 'Content-Type: application/json',
  body: '',
  username: '',
  password: '',
  enabled: true,
};

function inputOf(webhook: Webhook): WebhookInput {
  const headers = Object.entries(redactTemplates(webhook.headers));
  return {
    description: webhook.description ?? '',
    consumer: webhook.consumer ?? '',
    consumerLabel: webhook.consumerLabel ?? '',
    provider: webhook.provider ?? '',
    providerLabel: webhook.providerLabel ?? '',
    events: webhook.events,
    method: webhook.method,
    url: webhook.url,
    headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: webhook.body === undefined ? '' : bodyText(webhook.body),
    username: webhook.username ?? '',
    password: webhook.password === null ? '' : redactPassword(webhook.password),
    enabled: webhook.enabled,
  };
}

function inputIn(form: Query): WebhookInput {
  const text = (name: string) => textOf(form, name)?.replaceAll('\r\n', '\n').trim() ?? '';
  const { events } = form;
  return {
    description: text('description'),
    consumer: text('consumer'),
    consumerLabel: text('consumerLabel'),
    provider: text('provider'),
    providerLabel: text('providerLabel'),
    events: Array.isArray(events) ? events.filter((one) => typeof one === 'string') : [],
    method: text('method'),
    url: text('url'),
    headers: text('headers'),
    body: text('body'),
    username: text('username'),
    password: text('password'),
    enabled: textOf(form, 'enabled') === 'on',
  };
}

/** The form as the document that the API takes, so that both have the same rules. */
function documentOf(input: WebhookInput): object {
  const side = (name: string, label: string) =>
    name === '' && label === ''
      ? undefined
      : { ...(name === '' ? {} : { name }), ...(label === '' ? {} : { label }) };
  const pairs = input.headers
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  return {
    ...(input.description === '' ? {} : { description: input.description }),
    consumer: side(input.consumer, input.consumerLabel),
    provider: side(input.provider, input.providerLabel),
    enabled: input.enabled,
    events: input.events.map((name) => ({ name })),
    request: {
      method: input.method,
      url: input.url,
      headers: Object.fromEntries(pairs),
      ...(input.body === '' ? {} : { body: bodyOf(input.body) }),
      ...(input.username === '' ? {} : { username: input.username }),
      password: input.password,
    },
  };
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function formPage(
  x: Exchange,
  existing: Webhook | undefined,
  input: WebhookInput,
  errors: readonly string[],
): Promise<string> {
  const { items } = await listPacticipants(x.s);
  return webhookFormPage(x, {
    title: existing === undefined ? 'A new webhook' : `Edit ${nameOf(existing)}`,
    action:
      existing === undefined
        ? webhookPath(x.urls, 'new')
        : webhookAction(x.urls, existing.uuid, 'edit'),
    input,
    errors,
    applications: items.map(({ name }) => name),
  });
}

/** Saves what was entered and shows the webhook, or shows the form again with what is wrong. */
async function save(x: Exchange, existing: Webhook | undefined): Promise<Reply> {
  const input = inputIn(parseQuery(x.body));
  const uuid = existing?.uuid ?? randomBytes(16).toString('base64url');
  try {
    const fields = await readWebhook(x.s, documentOf(input), x.settings.webhooks, existing, uuid);
    if (existing === undefined) await addWebhook(x.s, uuid, fields);
    else await replaceWebhook(x.s, uuid, fields);
    return seeOther(x.urls.webhook(uuid));
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.errors === undefined) throw error;
    const texts = Object.entries(error.errors).flatMap(([field, messages]) =>
      [messages].flat().map((text) => `${field.replace(/^request\./, '')} ${text}`),
    );
    return { status: 400, body: await formPage(x, existing, input, texts) };
  }
}

const form = (run: Method['run']): Method => ({ accepts: [FORM], body: 'form', run });

const add: Resource = {
  path: '/ui/webhooks/new',
  provides: [PAGE],
  methods: {
    GET: { run: async (x) => ok(await formPage(x, undefined, EMPTY, [])) },
    POST: form((x) => save(x, undefined)),
  },
};

const edit: Resource = {
  path: '/ui/webhooks/of/:uuid/edit',
  provides: [PAGE],
  methods: {
    GET: {
      async run(x) {
        const webhook = await webhookAt(x);
        return ok(await formPage(x, webhook, inputOf(webhook), []));
      },
    },
    POST: form(async (x) => save(x, await webhookAt(x))),
  },
};

const enabled: Resource = {
  path: '/ui/webhooks/of/:uuid/enabled',
  provides: [PAGE],
  methods: {
    POST: form(async (x) => {
      const webhook = await webhookAt(x);
      const wanted = textOf(parseQuery(x.body), 'enabled') === 'on';
      await replaceWebhook(x.s, webhook.uuid, { ...webhook, enabled: wanted });
      return seeOther(x.urls.webhook(webhook.uuid));
    }),
  },
};

const remove: Resource = {
  path: '/ui/webhooks/of/:uuid/delete',
  provides: [PAGE],
  methods: {
    POST: form(async (x) => {
      await deleteWebhook(x.s, (await webhookAt(x)).id);
      return seeOther(x.urls.at('webhooks'));
    }),
  },
};

const trial: Resource = {
  path: '/ui/webhooks/of/:uuid/test',
  provides: [PAGE],
  methods: {
    POST: {
      ...form(runOutsideOnly),
      async runOutside(x) {
        const webhook = await x.reading(webhookAt);
        const { result, logs } = await tryWebhook(x, async () => webhook);
        const { uuid } = webhook;
        const { success } = result;
        return ok(webhookTrialPage(x.urls, { uuid, name: nameOf(webhook), success, logs }));
      },
    },
  },
};

/** What people do with webhooks in a browser. */
export const webhookPageResources: readonly Resource[] = [add, edit, enabled, remove, trial];
