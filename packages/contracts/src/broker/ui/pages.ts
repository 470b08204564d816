import { distanceInWords } from '../hal/words.ts';
import { textOf } from '../http/query.ts';
import type { Exchange } from '../http/resource.ts';
import { latestPacts } from '../store/pacts.ts';
import { latestVerifications } from '../store/verifications.ts';
import { html } from './html.ts';
import { outcome, page } from './layout.ts';

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
    return html`<tr>
<td>${pact.consumer}</td><td>${pact.provider}</td>
<td><a href="${x.urls.version(pact.consumer, pact.version)}">${pact.version}</a>: <a href="${x.urls.integration(pact, 'latest')}">contract</a></td>
<td>${distanceInWords(pact.createdAt, now)} ago</td>
<td>${
      result === undefined
        ? outcome(null)
        : html`<a href="${x.urls.verification(result)}">${outcome(result.success)}</a> by ${result.providerVersion}`
    }</td>
<td><a href="${matrix}">Matrix of ${pact.consumer} and ${pact.provider}</a></td>
</tr>`;
  });
  const table = html`<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>
<thead><tr><th scope="col">Consumer</th><th scope="col">Provider</th><th scope="col">Latest pact</th>
<th scope="col">Published</th><th scope="col">Result</th><th scope="col">More</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  if (all.length === 0) return page(x.urls, 'Pacts', html`<p>No pact has been published yet.</p>`);
  const form = html`<form role="search"><label>Application <input type="search" name="find" value="${wanted}"></label>
<button>Find</button> ${pacts.length} of ${all.length}</form>`;
  return page(x.urls, 'Pacts', html`${form}${table}`);
}
