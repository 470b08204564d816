import type { Exchange } from '../http/resource.ts';
import { WEBHOOK_EVENTS, type WebhookEventName } from '../webhooks/trigger.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';

/** A webhook as it stands in a form: text only. */
export interface WebhookInput {
  readonly description: string;
  readonly consumer: string;
  readonly consumerLabel: string;
  readonly provider: string;
  readonly providerLabel: string;
  readonly events: readonly string[];
  readonly method: string;
  readonly url: string;
  /** One `Name: value` a line. */
  readonly headers: string;
  readonly body: string;
  readonly username: string;
  readonly password: string;
  readonly enabled: boolean;
}

export interface WebhookFormView {
  readonly title: string;
  /** Where the form goes. */
  readonly action: string;
  readonly input: WebhookInput;
  /** What was wrong with the last attempt. */
  readonly errors: readonly string[];
  /** Names to choose from. */
  readonly applications: readonly string[];
}

const MEANING: Readonly<Record<WebhookEventName, string>> = {
  contract_published: 'a contract is published, changed or not',
  contract_content_changed: 'a contract is published and its content is new',
  contract_requiring_verification_published:
    'a contract is published that the main branch or a live version of the provider has not verified',
  provider_verification_published: 'a result is published',
  provider_verification_succeeded: 'a successful result is published',
  provider_verification_failed: 'a failed result is published',
};

const PARAMETERS = [
  'consumerName',
  'consumerVersionNumber',
  'consumerVersionBranch',
  'consumerVersionTags',
  'consumerLabels',
  'providerName',
  'providerVersionNumber',
  'providerVersionBranch',
  'providerVersionTags',
  'providerVersionDescriptions',
  'providerLabels',
  'currentlyDeployedProviderVersionNumber',
  'pactUrl',
  'verificationResultUrl',
  'eventName',
  'buildUrl',
  'githubVerificationStatus',
  'gitlabVerificationStatus',
  'bitbucketVerificationStatus',
  'azureDevOpsVerificationStatus',
];

/** The form for a new webhook or a changed one. */
export function webhookFormPage(x: Exchange, view: WebhookFormView): string {
  const { input, errors } = view;
  const problems = html`<div class="bad" role="alert"><p>It was not saved:</p><ul>${errors.map((text) => html`<li>${text}</li>`)}</ul></div>`;
  return page(
    x.urls,
    view.title,
    html`<p><a href="${x.urls.at('webhooks')}">All webhooks</a></p>
${errors.length === 0 ? '' : problems}
<form method="post" action="${view.action}" class="fields">
${field('Description', html`<input name="description" value="${input.description}">`)}
${side('consumer', input.consumer, input.consumerLabel)}
${side('provider', input.provider, input.providerLabel)}
<datalist id="applications">${view.applications.map((name) => html`<option value="${name}"></option>`)}</datalist>
<fieldset><legend>Make the request when</legend>
${WEBHOOK_EVENTS.map((event) => html`<label><input type="checkbox" name="events[]" value="${event}"${checked(input.events.includes(event))}> ${MEANING[event]} (<code>${event}</code>)</label>`)}</fieldset>
${field('Method', html`<select name="method">${x.settings.webhooks.methods.map((method) => html`<option${selected(method.toUpperCase() === input.method.toUpperCase())}>${method}</option>`)}</select>`)}
${field('Address', html`<input name="url" required value="${input.url}" placeholder="https://ci.example.com/hook">`)}
${field('Headers, one “Name: value” a line', html`<textarea name="headers" rows="3">${input.headers}</textarea>`)}
${field('Body, JSON or text', html`<textarea name="body" rows="6">${input.body}</textarea>`)}
${field('User', html`<input name="username" autocomplete="off" value="${input.username}">`)}
${field('Password', html`<input name="password" type="password" autocomplete="new-password" value="${input.password}">`)}
<label><input type="checkbox" name="enabled"${checked(input.enabled)}> Enabled</label>
<p><button>Save</button></p>
</form>
<details><summary>What may stand in address, headers and body</summary>
<p>These are replaced when the request is made. Stars in place of a secret leave it as it was.</p>
<ul>${PARAMETERS.map((name) => html`<li><code>\${pactbroker.${name}}</code></li>`)}</ul></details>`,
  );
}

function field(label: string, control: Html): Html {
  return html`<label>${label}<br>${control}</label>`;
}

function side(role: 'consumer' | 'provider', name: string, label: string): Html {
  return html`<fieldset><legend>Which ${role}s</legend>
${field('Name (empty: all)', html`<input name="${role}" list="applications" value="${name}">`)}
${field('Or all with the label', html`<input name="${role}Label" value="${label}">`)}</fieldset>`;
}

function checked(yes: boolean): Html | string {
  return yes ? html` checked` : '';
}

function selected(yes: boolean): Html | string {
  return yes ? html` selected` : '';
}
