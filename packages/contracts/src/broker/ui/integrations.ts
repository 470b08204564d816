import type { Urls } from '../hal/urls.ts';
import { distanceInWords } from '../hal/words.ts';
import { textOf } from '../http/query.ts';
import type { Exchange } from '../http/resource.ts';
import { latestPacts, type Pact } from '../store/pacts.ts';
import { type ListedResult, latestVerifications } from '../store/verifications.ts';
import { type Html, html } from './html.ts';
import { applicationLink, type Cell, outcome, page, table, versionLink } from './layout.ts';

const PAGE_SIZE = 100;
const HEADS = ['Consumer', 'Provider', 'Latest', 'Result', 'More'];

/** The start page: who talks to whom, and whether that is verified. */
export async function integrationsPage(x: Exchange): Promise<string> {
  const all = await latestPacts(x.s);
  if (all.length === 0) return page(x.urls, 'Pacts', html`<p>No pact has been published yet.</p>`);
  const wanted = textOf(x.query, 'find')?.trim() ?? '';
  const matches = (name: string) => name.toLowerCase().includes(wanted.toLowerCase());
  const found = all.filter(({ consumer, provider }) => matches(consumer) || matches(provider));
  const last = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const number = Math.min(last, Math.max(1, Math.trunc(Number(textOf(x.query, 'page'))) || 1));
  const shown = found.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
  const results = await latestVerifications(
    x.s,
    shown.map(({ contentId }) => contentId),
  );
  const now = x.s.now();
  const rows = shown.map((pact) => row(x.urls, pact, results.get(pact.contentId), now));
  return page(
    x.urls,
    'Pacts',
    html`<form role="search"><label>Application <input type="search" name="find" value="${wanted}"></label>
<button>Find</button> ${found.length} of ${all.length}</form>
${table(HEADS, rows)}
${last === 1 ? '' : turner(x.urls, wanted, number, last)}`,
  );
}

function row(urls: Urls, pact: Pact, result: ListedResult | undefined, now: string): Cell[] {
  const { consumer, provider } = pact;
  const matrix = urls.at('matrix', 'provider', provider, 'consumer', consumer);
  return [
    applicationLink(urls, consumer),
    applicationLink(urls, provider),
    html`<a href="${urls.integration(pact, 'latest')}" aria-label="Pact between ${consumer} and ${provider}">Pact</a> of ${versionLink(urls, consumer, pact.version)}, ${distanceInWords(pact.createdAt, now)} ago`,
    result === undefined
      ? outcome(null)
      : html`<a href="${urls.verification({ ...pact, number: result.number })}">${outcome(result.success)}</a> by ${versionLink(urls, provider, result.providerVersion)}`,
    html`<a href="${matrix}" aria-label="Matrix of ${consumer} and ${provider}">Matrix</a>`,
  ];
}

/** Links to the pages before and after. */
function turner(urls: Urls, wanted: string, number: number, last: number): Html {
  const to = (page: number) =>
    `${urls.base}/?${new URLSearchParams({ find: wanted, page: String(page) })}`;
  return html`<p class="actions">${number === 1 ? '' : html`<a rel="prev" href="${to(number - 1)}">Previous page</a>`}
<span>Page ${number} of ${last}</span>
${number === last ? '' : html`<a rel="next" href="${to(number + 1)}">Next page</a>`}</p>`;
}
