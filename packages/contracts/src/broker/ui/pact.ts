import type { Exchange } from '../http/resource.ts';
import type { Pact } from '../store/pacts.ts';
import { latestVerification } from '../store/verifications.ts';
import { type Html, html } from './html.ts';
import { applicationLink, outcome, page, versionLink } from './layout.ts';

interface Part {
  readonly method?: unknown;
  readonly path?: unknown;
  readonly query?: unknown;
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

interface Interaction {
  readonly description?: unknown;
  readonly providerState?: unknown;
  readonly providerStates?: readonly { readonly name?: unknown }[];
  readonly request?: Part;
  readonly response?: Part;
  readonly contents?: unknown;
}

/** A pact to read: one section per interaction, with request and response below. */
export async function pactPage(x: Exchange, pact: Pact, body: string): Promise<string> {
  const result = await latestVerification(x.s, pact.contentId);
  const content = JSON.parse(body) as Record<string, unknown>;
  const sections = ['interactions', 'messages'].flatMap((key) => {
    const list = content[key];
    return Array.isArray(list) ? list.map((item) => section(item as Interaction)) : [];
  });
  const title = `Pact between ${pact.consumer} and ${pact.provider}`;
  return page(
    x.urls,
    title,
    html`<p>Version ${versionLink(x.urls, pact.consumer, pact.version)} of ${applicationLink(x.urls, pact.consumer)}:
${
  result === undefined
    ? outcome(null)
    : html`<a href="${x.urls.verification(result)}">${outcome(result.success)}</a> by version ${versionLink(x.urls, pact.provider, result.providerVersion)} of ${applicationLink(x.urls, pact.provider)}`
}. <a href="${x.urls.pact(pact, 'diff', 'previous-distinct')}">What changed</a></p>
${sections}`,
  );
}

function section(interaction: Interaction): Html {
  const { request, response, contents } = interaction;
  const states = statesOf(interaction);
  return html`<section class="card"><h2>${String(interaction.description ?? 'An interaction')}</h2>
${states.length === 0 ? '' : html`<p>Given ${states.join(' and ')}</p>`}
${request === undefined ? '' : part('Request', `${request.method} ${pathOf(request)}`, request)}
${response === undefined ? '' : part('Response', String(response.status ?? ''), response)}
${contents === undefined ? '' : html`<h3>Message</h3>${pretty(contents)}`}
<details><summary>Everything about it, matching rules included</summary>${pretty(interaction)}</details></section>`;
}

function part(title: string, line: string, { headers, body }: Part): Html {
  const given = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
  return html`<h3>${title}</h3><p><code>${line}</code></p>
${given.map(([name, value]) => html`<p><code>${name}: ${String(value)}</code></p>`)}
${body === undefined || body === null ? '' : pretty(body)}`;
}

function pathOf({ path, query }: Part): string {
  if (query === undefined || query === null || query === '') return String(path);
  if (typeof query === 'string') return `${path}?${query}`;
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)]),
  );
  return `${path}?${pairs.map((pair) => pair.join('=')).join('&')}`;
}

function pretty(value: unknown): Html {
  return html`<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>`;
}

function statesOf({ providerState, providerStates }: Interaction): string[] {
  if (typeof providerState === 'string') return [providerState];
  if (!Array.isArray(providerStates)) return [];
  return providerStates.map(({ name }) => String(name ?? ''));
}
