import type { Urls } from '../hal/urls.ts';
import type { Exchange } from '../http/resource.ts';
import type { MatrixQuery } from '../matrix/query.ts';
import { judge, type MatrixResult } from '../matrix/verdict.ts';
import { type Html, html } from './html.ts';
import { applicationLink, outcome, page, table, versionLink } from './layout.ts';

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

function verdict(urls: Urls, result: MatrixResult): Html {
  const { deployable, reasons } = judge(result);
  const side = (name: string, number: string | null) => [
    applicationLink(urls, name),
    number === null ? 'none' : versionLink(urls, name, number),
  ];
  const rows = [...result.considered, ...result.ignored].map((row) => [
    ...side(row.consumer, row.consumerVersion),
    ...side(row.provider, row.providerVersion),
    outcome(row.success),
  ]);
  return html`<h2>${WORDS.get(deployable) ?? ''}</h2>
<ul>${reasons.map(({ text }) => html`<li>${text}</li>`)}</ul>
${table(['Consumer', 'Version', 'Provider', 'Version', 'Result'], rows)}`;
}
