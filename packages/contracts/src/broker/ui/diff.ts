import type { Exchange } from '../http/resource.ts';
import type { Pact } from '../store/pacts.ts';
import { html } from './html.ts';
import { page } from './layout.ts';

/** What changed between two contents. Signs stay in front: colour alone would not tell. */
export function diffPage(x: Exchange, pact: Pact, other: Pact | undefined, diff: string): string {
  const title = `Changes in the pact between ${pact.consumer} and ${pact.provider}`;
  if (other === undefined) {
    return page(x.urls, title, html`<p>There is no earlier version with other content.</p>`);
  }
  const lines = diff.split('\n').map((line) => {
    if (line.startsWith('+')) return html`<ins>${line}</ins>\n`;
    if (line.startsWith('-')) return html`<del>${line}</del>\n`;
    return html`${line}\n`;
  });
  return page(
    x.urls,
    title,
    html`<p>From <a href="${x.urls.pact(other)}">version ${other.version}</a>
to <a href="${x.urls.pact(pact)}">version ${pact.version}</a> of ${pact.consumer}.</p>
<pre class="diff" tabindex="0">${lines}</pre>`,
  );
}
