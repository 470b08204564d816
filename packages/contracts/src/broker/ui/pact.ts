import type { Exchange } from '../http/resource.ts';
import type { Pact } from '../store/pacts.ts';
import { latestVerification } from '../store/verifications.ts';
import { type Html, html } from './html.ts';
import { outcome, page } from './layout.ts';

interface Interaction {
  readonly description?: unknown;
  readonly providerState?: unknown;
  readonly providerStates?: readonly { readonly name?: unknown }[];
  readonly request?: { readonly method?: unknown; readonly path?: unknown };
  readonly response?: { readonly status?: unknown };
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
    html`<p>Version ${pact.version} of ${pact.consumer}. ${outcome(result?.success ?? null)}${
      result === undefined ? '' : ` by version ${result.providerVersion} of ${pact.provider}`
    }. <a href="${x.urls.pact(pact, 'diff', 'previous-distinct')}">What changed</a></p>
${sections}`,
  );
}

function section(interaction: Interaction): Html {
  const { request, response } = interaction;
  const states = statesOf(interaction);
  const given = states.length === 0 ? '' : `Given ${states.join(' and ')}`;
  const call =
    request === undefined ? '' : `${request.method} ${request.path} → ${response?.status ?? ''}`;
  return html`<section><h2>${String(interaction.description ?? 'An interaction')}</h2>
<p>${given}</p><p>${call}</p>
<details><summary>Everything about it</summary><pre>${JSON.stringify(interaction, null, 2)}</pre></details></section>`;
}

function statesOf({ providerState, providerStates }: Interaction): string[] {
  if (typeof providerState === 'string') return [providerState];
  if (!Array.isArray(providerStates)) return [];
  return providerStates.map(({ name }) => String(name ?? ''));
}
