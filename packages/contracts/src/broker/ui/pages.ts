import { distanceInWords } from '../hal/words.ts';
import type { Exchange } from '../http/resource.ts';
import { latestPacts } from '../store/pacts.ts';
import { latestVerifications } from '../store/verifications.ts';
import { html } from './html.ts';
import { outcome, page } from './layout.ts';

/** The start page: who talks to whom, and whether that is verified. */
export async function integrationsPage(x: Exchange): Promise<string> {
  const pacts = await latestPacts(x.s);
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
<td><a href="${x.urls.integration(pact, 'latest')}">${pact.version}</a></td>
<td>${distanceInWords(pact.createdAt, now)} ago</td>
<td>${outcome(result?.success ?? null)} ${result === undefined ? '' : `by ${result.providerVersion}`}</td>
<td><a href="${matrix}">Matrix of ${pact.consumer} and ${pact.provider}</a></td>
</tr>`;
  });
  const table = html`<div class="scroll"><table>
<thead><tr><th scope="col">Consumer</th><th scope="col">Provider</th><th scope="col">Latest pact</th>
<th scope="col">Published</th><th scope="col">Result</th><th scope="col">More</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  const empty = html`<p>No pact has been published yet.</p>`;
  return page(x.urls, 'Pacts', pacts.length === 0 ? empty : table);
}
