import { distanceInWords } from '../hal/words.ts';
import { textOf } from '../http/query.ts';
import type { Exchange } from '../http/resource.ts';
import { latestPacts } from '../store/pacts.ts';
import { latestVerifications } from '../store/verifications.ts';
import { html } from './html.ts';
import { applicationLink, outcome, page, table, versionLink } from './layout.ts';

/** The start page: who talks to whom, and whether that is verified. */
export async function integrationsPage(x: Exchange): Promise<string> {
  const wanted = textOf(x.query, 'find')?.trim() ?? '';
  const all = await latestPacts(x.s);
  const matches = (name: string) => name.toLowerCase().includes(wanted.toLowerCase());
  const pacts = all.filter(({ consumer, provider }) => matches(consumer) || matches(provider));
  const results = await latestVerifications(
    x.s,
    pacts.map(({ contentId }) => contentId),
  );
  const now = x.s.now();
  const rows = pacts.map((pact) => {
    const result = results.get(pact.contentId);
    const matrix = x.urls.at('matrix', 'provider', pact.provider, 'consumer', pact.consumer);
    return [
      applicationLink(x.urls, pact.consumer),
      applicationLink(x.urls, pact.provider),
      html`<a href="${x.urls.integration(pact, 'latest')}" aria-label="Pact between ${pact.consumer} and ${pact.provider}">Pact</a> of ${versionLink(x.urls, pact.consumer, pact.version)}, ${distanceInWords(pact.createdAt, now)} ago`,
      result === undefined
        ? outcome(null)
        : html`<a href="${x.urls.verification(result)}">${outcome(result.success)}</a> by ${versionLink(x.urls, pact.provider, result.providerVersion)}`,
      html`<a href="${matrix}" aria-label="Matrix of ${pact.consumer} and ${pact.provider}">Matrix</a>`,
    ];
  });
  const heads = ['Consumer', 'Provider', 'Latest', 'Result', 'More'];
  if (all.length === 0) return page(x.urls, 'Pacts', html`<p>No pact has been published yet.</p>`);
  const form = html`<form role="search"><label>Application <input type="search" name="find" value="${wanted}"></label>
<button>Find</button> ${pacts.length} of ${all.length}</form>`;
  return page(x.urls, 'Pacts', html`${form}${table(heads, rows)}`);
}
