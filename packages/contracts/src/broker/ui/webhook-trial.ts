import type { Urls } from '../hal/urls.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { webhookAction } from './webhook-paths.ts';

/** What came of trying a webhook out. */
export interface Trial {
  readonly uuid: string;
  readonly name: string;
  readonly success: boolean;
  /** Line by line, without secrets. */
  readonly logs: string;
}

export function webhookTrialPage(urls: Urls, { uuid, name, success, logs }: Trial): string {
  return page(
    urls,
    `Trial of ${name}`,
    html`<p>${
      success
        ? html`<span class="good">The request succeeded.</span>`
        : html`<span class="bad">The request failed.</span>`
    } Nothing about it is kept.</p>
<pre tabindex="0">${logs}</pre>
<form method="post" action="${webhookAction(urls, uuid, 'test')}"><button>Try again</button></form>
<p><a href="${urls.webhook(uuid)}">Back to ${name}</a></p>`,
  );
}
