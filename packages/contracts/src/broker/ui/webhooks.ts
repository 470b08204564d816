import { requestDescription } from '../hal/webhook.ts';
import type { Exchange } from '../http/resource.ts';
import { findPactById } from '../store/pacts.ts';
import {
  latestFirings,
  listWebhooks,
  type TriggeredWebhook,
  triggeredByWebhook,
  type Webhook,
} from '../store/webhooks.ts';
import { redactPassword, redactTemplates } from '../webhooks/secrets.ts';
import { type Html, html } from './html.ts';
import { type Cell, page, table, time, versionLink } from './layout.ts';
import { webhookAction, webhookPath } from './webhook-paths.ts';

const SHOWN_FIRINGS = 20;

/** Every webhook, what sets it off, and how it fared last. */
export async function webhooksPage(x: Exchange): Promise<string> {
  const webhooks = await listWebhooks(x.s);
  const firings = await latestFirings(x.s);
  const add = html`<p><a href="${webhookPath(x.urls, 'new')}">Add a webhook</a></p>`;
  if (webhooks.length === 0) {
    const text = html`<p>There is no webhook yet. A webhook makes a request when a contract or a result is published,
for example to start the build of the provider that has to verify it.</p>`;
    return page(x.urls, 'Webhooks', html`${text}${add}`);
  }
  const rows = webhooks.map((webhook) => {
    const last = firings.get(webhook.id);
    return [
      html`<a href="${x.urls.webhook(webhook.uuid)}">${nameOf(webhook)}</a>${
        webhook.enabled ? '' : html` <span class="badge open">disabled</span>`
      }`,
      scopeOf(webhook),
      requestDescription(webhook),
      last === undefined ? 'never' : html`${firingStatus(last)} ${time(last.createdAt)}`,
    ];
  });
  const heads = ['Webhook', 'For', 'Request', 'Last fired'];
  return page(x.urls, 'Webhooks', html`${table(heads, rows)}${add}`);
}

/** One webhook: what it does, what came of it lately, and everything that can be done with it. */
export async function webhookPage(x: Exchange, webhook: Webhook): Promise<string> {
  const headers = Object.entries(redactTemplates(webhook.headers));
  return page(
    x.urls,
    nameOf(webhook),
    html`<p><a href="${x.urls.at('webhooks')}">All webhooks</a></p>
<dl><dt>State</dt><dd>${webhook.enabled ? 'enabled' : html`<span class="open">disabled</span>`}</dd>
<dt>For</dt><dd>${scopeOf(webhook)}</dd>
<dt>Set off by</dt><dd>${webhook.events.map((event) => html`<div><code>${event}</code></div>`)}</dd>
<dt>Request</dt><dd><code>${webhook.method.toUpperCase()} ${webhook.url}</code></dd>
${headers.map(([name, value]) => html`<dt>Header</dt><dd><code>${name}: ${value}</code></dd>`)}
${
  webhook.username === null
    ? ''
    : html`<dt>User</dt><dd>${webhook.username}, password ${redactPassword(webhook.password ?? '')}</dd>`
}
<dt>Created</dt><dd>${time(webhook.createdAt)}</dd></dl>
${webhook.body === undefined ? '' : html`<h2>Body</h2><pre tabindex="0">${bodyText(webhook.body)}</pre>`}
<h2>What you can do</h2>
${actions(x, webhook)}
<h2>Lately</h2>
${await firings(x, webhook)}`,
  );
}

function actions({ urls }: Exchange, webhook: Webhook): Html {
  const button = (
    action: 'test' | 'enabled' | 'delete',
    label: string,
    fields: Html | string = '',
  ) =>
    html`<form method="post" action="${webhookAction(urls, webhook.uuid, action)}">${fields}<button>${label}</button></form>`;
  const switched = html`<input type="hidden" name="enabled" value="${webhook.enabled ? '' : 'on'}">`;
  return html`<div class="actions">${button('test', 'Make the request now')}
${button('enabled', webhook.enabled ? 'Disable' : 'Enable', switched)}
<a href="${webhookAction(urls, webhook.uuid, 'edit')}">Edit</a>
<details><summary>Delete</summary><p>Its history goes with it.</p>${button('delete', `Delete ${nameOf(webhook)}`)}</details></div>`;
}

async function firings(x: Exchange, webhook: Webhook): Promise<Html> {
  const triggers = await triggeredByWebhook(x.s, webhook.id, SHOWN_FIRINGS);
  if (triggers.length === 0) return html`<p>It has not fired yet.</p>`;
  const rows: Cell[][] = [];
  for (const trigger of triggers) {
    const pact = await findPactById(x.s, trigger.publicationId);
    const log = x.urls.at('triggered-webhooks', trigger.uuid, 'logs');
    rows.push([
      time(trigger.createdAt),
      html`<code>${trigger.eventName}</code>`,
      pact === undefined
        ? ''
        : html`<a href="${x.urls.pact(pact)}">${pact.consumer} and ${pact.provider}</a>, version ${versionLink(x.urls, pact.consumer, pact.version)}`,
      firingStatus(trigger),
      trigger.attempts,
      html`<a href="${log}" aria-label="Log of ${trigger.createdAt}">Log</a>`,
    ]);
  }
  return table(['When', 'Event', 'Contract', 'Outcome', 'Attempts', 'Log'], rows);
}

export function nameOf(webhook: Webhook): string {
  return webhook.description?.trim() ? webhook.description : requestDescription(webhook);
}

export function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}

function scopeOf(webhook: Webhook): string {
  const side = (name: string | null, label: string | null, all: string) =>
    name ?? (label === null ? all : `${all} labelled ${label}`);
  const consumer = side(webhook.consumer, webhook.consumerLabel, 'every consumer');
  const provider = side(webhook.provider, webhook.providerLabel, 'every provider');
  return `${consumer} and ${provider}`;
}

function firingStatus({ status }: TriggeredWebhook): Html {
  switch (status) {
    case 'success':
      return html`<span class="good">succeeded</span>`;
    case 'failure':
      return html`<span class="bad">failed</span>`;
    case 'retrying':
      return html`<span class="open">failed, will be tried again</span>`;
    case 'not_run':
      return html`<span class="open">waiting</span>`;
  }
}
