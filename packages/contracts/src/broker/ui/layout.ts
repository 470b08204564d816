import type { Urls } from '../hal/urls.ts';
import { type Html, html, Html as Raw } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #b42318; --open: #8a6100; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 0 1rem 3rem; }
nav { border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 1rem; padding: .75rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .4rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
label { display: inline-block; margin: 0 1rem .5rem 0; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
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
<nav aria-label="Main">
<a href="${urls.base}/">Integrations</a>
<a href="${urls.at('matrix')}">Matrix</a>
<a href="${urls.at('environments')}">Environments</a>
</nav>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** A result in words, not only in colour. */
export function outcome(success: boolean | null): Html {
  if (success === null) return html`<span class="open">not verified</span>`;
  return success ? html`<span class="good">verified</span>` : html`<span class="bad">failed</span>`;
}
