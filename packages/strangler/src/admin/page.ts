import { createHash } from 'node:crypto';
import { REASON_DIALOG } from './page-reason.ts';
import { DASHBOARD_SCRIPT } from './page-script.ts';
import { DASHBOARD_STYLE } from './page-style.ts';

function integrity(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing from elsewhere, and only the script and style below. */
export const DASHBOARD_POLICY: string = [
  "default-src 'none'",
  `script-src ${integrity(DASHBOARD_SCRIPT)}`,
  `style-src ${integrity(DASHBOARD_STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page holds no data: its script asks the admin API, with the token the reader types. */
export function dashboardPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ashlar proxy</title>
<style>${DASHBOARD_STYLE}</style>
</head>
<body>
<header>
<h1>Ashlar proxy</h1>
<p id="summary" role="status">Asking the proxy…</p>
</header>
<form id="login" hidden>
<label for="token">Token of this admin address</label>
<input id="token" type="password" autocomplete="current-password" required>
<button>Open</button>
</form>
<main>
<section aria-labelledby="domains-title" id="domains-section" hidden>
<h2 id="domains-title">Domains</h2>
<div class="scroll"><table aria-labelledby="domains-title">
<thead><tr id="domain-columns"></tr></thead>
<tbody id="domains"></tbody>
</table></div>
<ul id="unknown"></ul>
</section>
<section aria-labelledby="routes-title">
<h2 id="routes-title">Routes</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Route</th><th scope="col">State</th><th scope="col">Monolith</th><th scope="col">Service</th><th scope="col">Parity</th><th scope="col">Tests and gates</th><th scope="col">Do</th></tr></thead>
<tbody id="routes"></tbody>
</table></div>
<p id="result" role="alert" tabindex="-1"></p>
</section>
<section aria-labelledby="progress-title">
<h2 id="progress-title">Progress</h2>
<dl id="shares"></dl>
<h3 id="deletable-title">Can be deleted in the monolith</h3>
<ul id="deletable" aria-labelledby="deletable-title"></ul>
<details><summary>Seen, and in no route of a service</summary><ul id="unplanned"></ul></details>
</section>
<section aria-labelledby="diff-title" id="diff" hidden>
<h2 id="diff-title" tabindex="-1">Differences</h2>
<div id="causes"></div>
</section>
<section aria-labelledby="upstreams-title">
<h2 id="upstreams-title">Upstreams</h2>
<ul id="upstreams"></ul>
</section>
<section aria-labelledby="history-title">
<h2 id="history-title">Decisions</h2>
<ol id="history" reversed></ol>
</section>
</main>
${REASON_DIALOG}
<script>${DASHBOARD_SCRIPT}</script>
</body>
</html>
`;
}
