import type { Urls } from '../hal/urls.ts';
import type { Exchange } from '../http/resource.ts';
import type { MatrixQuery } from '../matrix/query.ts';
import { judge, type MatrixResult } from '../matrix/verdict.ts';
import { type Html, html } from './html.ts';
import { outcome, page } from './layout.ts';

export interface MatrixView {
  readonly errors?: readonly string[];
  readonly result?: MatrixResult;
}

const WORDS = new Map<boolean | null, string>([
  [true, 'Yes, it can be deployed.'],
  [false, 'No, it cannot be deployed.'],
  [null, 'Unknown: something has not been verified.'],
]);

/** The matrix to look at: a form, the verdict with its reasons, the rows. */
export async function matrixPage(
  x: Exchange,
  query: MatrixQuery,
  view: MatrixView,
): Promise<string> {
  const asked = query.selectors.length > 0;
  const errors = asked ? (view.errors ?? []) : [];
  return page(
    x.urls,
    'The Matrix',
    html`${form(query)}
${errors.map((text) => html`<p class="bad" role="alert">${text}</p>`)}
${view.result === undefined ? '' : verdict(x.urls, view.result)}`,
  );
}

function form({ selectors, options }: MatrixQuery): Html {
  const [first, second] = selectors;
  const field = (label: string, name: string, value: string | undefined) =>
    html`<label>${label} <input name="${name}" value="${value ?? ''}"></label>`;
  return html`<form>
${field('Application', 'q[][pacticipant]', first?.pacticipant)}
${field('Version', 'q[][version]', first?.version)}
${second === undefined ? '' : field('With', 'q[][pacticipant]', second.pacticipant)}
${field('To environment', 'environment', options.environment)}
<button>Ask</button></form>`;
}

function versionLink(urls: Urls, name: string, number: string | null): Html | string {
  return number === null ? '' : html`<a href="${urls.version(name, number)}">${number}</a>`;
}

function verdict(urls: Urls, result: MatrixResult): Html {
  const { deployable, reasons } = judge(result);
  const rows = [...result.considered, ...result.ignored].map(
    (
      row,
    ) => html`<tr><td>${row.consumer}</td><td>${versionLink(urls, row.consumer, row.consumerVersion)}</td>
<td>${row.provider}</td><td>${versionLink(urls, row.provider, row.providerVersion)}</td><td>${outcome(row.success)}</td></tr>`,
  );
  return html`<h2>${WORDS.get(deployable) ?? ''}</h2>
<ul>${reasons.map(({ text }) => html`<li>${text}</li>`)}</ul>
<div class="scroll" role="region" tabindex="0" aria-label="Table"><table><thead><tr><th scope="col">Consumer</th><th scope="col">Version</th>
<th scope="col">Provider</th><th scope="col">Version</th><th scope="col">Result</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
