import type { Urls } from '../hal/urls.ts';
import { type Html, html, Html as Raw } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #b42318; --open: #8a6100; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 0 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0; }
.skip { left: -999px; position: absolute; } .skip:focus { left: 1rem; top: .5rem; background: Canvas; padding: .25rem .5rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .75rem 1rem; }
.card h2 { margin: 0; } .card > p:last-child, .card > ul:last-child { margin-bottom: 0; }
.badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; }
.wide { display: block; } .wide dd { margin: 0 0 .5rem; }
dl:not(.wide) { display: grid; gap: .25rem 1rem; grid-template-columns: max-content 1fr; } dt { opacity: .75; } dd { margin: 0; }
ins, del { text-decoration: none; } ins { color: var(--good); } del { color: var(--bad); }
.network path { fill: none; stroke: currentColor; opacity: .45; } .network marker path { fill: currentColor; }
.network rect { fill: Canvas; stroke: currentColor; } .network text { fill: currentColor; font-size: 13px; }
input, select { font: inherit; max-width: 100%; } button { font: inherit; padding: .1rem .8rem; }
nav { border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 1rem; padding: .75rem 0; }
table { border-collapse: collapse; overflow-wrap: normal; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .4rem; }
@media (max-width: 40rem) {
  thead { height: 1px; left: -999px; overflow: hidden; position: absolute; width: 1px; }
  tr { border-bottom: 1px solid var(--line); display: block; padding: .5rem 0; }
  td { border: 0; display: block; overflow-wrap: anywhere; padding: .1rem 0 .1rem 7.5rem; position: relative; }
  td::before { content: attr(data-head) / ""; left: 0; opacity: .75; position: absolute; }
}
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
label { display: inline-block; margin: 0 1rem .5rem 0; }
.fields > label, .fields > fieldset, fieldset > label { display: block; margin: 0 0 .75rem; } fieldset { border: 1px solid var(--line); border-radius: .4rem; }
.fields input:not([type=checkbox]), textarea { box-sizing: border-box; max-width: 40rem; width: 100%; } textarea { font: .9rem/1.4 ui-monospace, monospace; }
.actions { align-items: baseline; display: flex; flex-wrap: wrap; gap: 1rem; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
@media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff8a80; --open: #e3b341; } }
`;

/** A whole page: navigation, one main heading, content. */
export function page(urls: Urls, title: string, content: Html): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<nav aria-label="Main">
<strong>Pact broker</strong>
<a href="${urls.base}/">Integrations</a>
<a href="${urls.at('matrix')}">Matrix</a>
<a href="${urls.at('environments')}">Environments</a>
<a href="${urls.at('integrations')}">Network</a>
<a href="${urls.at('webhooks')}">Webhooks</a>
<a href="${urls.at('doc')}">API</a>
</nav>
<main id="content">
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** What stands in a cell of a table. */
export type Cell = Html | string | number;

/**
 * A table; on a narrow screen each row becomes a block with the heads beside the cells. The roles
 * keep it a table for screen readers, for which `display: block` would end it.
 */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const lines = rows.map(
    (cells) =>
      html`<tr role="row">${cells.map((cell, at) => html`<td role="cell" data-head="${heads[at] ?? ''}">${cell}</td>`)}</tr>\n`,
  );
  return html`<table role="table"><thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th scope="col" role="columnheader">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${lines}</tbody></table>`;
}

const LONG_NUMBER = 16;

/** A version number as a link; that of a commit is cut, with the whole of it as a hint. */
export function versionLink(urls: Urls, name: string, number: string): Html {
  const short = /^[0-9a-f]{40,64}$/.test(number) || number.length > 3 * LONG_NUMBER;
  return html`<a href="${urls.version(name, number)}"${short ? html` title="${number}"` : ''}>${short ? `${number.slice(0, LONG_NUMBER - 4)}…` : number}</a>`;
}

export function applicationLink(urls: Urls, name: string): Html {
  return html`<a href="${urls.pacticipant(name)}">${name}</a>`;
}

/** A result in words, not only in colour. */
export function outcome(success: boolean | null): Html {
  if (success === null) return html`<span class="open">not verified</span>`;
  return success ? html`<span class="good">verified</span>` : html`<span class="bad">failed</span>`;
}

/** Yes, no or unknown, as a badge with the word in it. */
export function verdictBadge(deployable: boolean | null): Html {
  if (deployable === null) return html`<span class="badge open">unknown</span>`;
  return deployable
    ? html`<span class="badge good">yes</span>`
    : html`<span class="badge bad">no</span>`;
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** A moment of the store (ISO 8601, UTC), to the minute. */
export function time(moment: string): Html {
  return html`<time datetime="${moment}">${moment.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
