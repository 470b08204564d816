import { RELATIONS, type Relation } from '../documentation/relations.ts';
import type { Exchange, Resource } from '../http/resource.ts';
import { HAL } from '../http/resource.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';

/** The relations, in groups. */
export function relationsPage(x: Exchange): string {
  const groups = [...RELATIONS].map(
    ([title, relations]) => html`<section><h2>${title}</h2>
<dl class="wide">${relations.map(
      ({ rel, text }) =>
        html`<dt><a href="${x.urls.at('doc', rel)}"><code>pb:${rel}</code></a></dt><dd>${text}</dd>`,
    )}</dl></section>`,
  );
  return page(
    x.urls,
    'What the links mean',
    html`<p>Every answer of this broker links to what belongs to it. Clients should follow these links and not
build addresses. Start at <a href="${x.urls.base}/">${x.urls.base}/</a> with
<code>Accept: application/hal+json</code>.</p>
${groups}`,
  );
}

/** One relation: what it is for, where it leads, and how to ask. */
export function relationPage(x: Exchange, relation: Relation, resource: Resource): string {
  const { rel, text, path, body } = relation;
  const place = path.replace(/:(\w+)/g, '{$1}');
  const methods = Object.keys(resource.methods);
  const types = (resource.provides ?? [HAL]).join(', ');
  return page(
    x.urls,
    `pb:${rel}`,
    html`<p>${text}</p>
<dl><dt>Leads to</dt><dd><code>${place}</code></dd>
<dt>Methods</dt><dd>${methods.join(', ')}</dd>
<dt>Answers with</dt><dd>${types}</dd></dl>
<h2>Example</h2>
<pre tabindex="0">${command(x.urls.base + place, methods, body)}</pre>
<p><a href="${x.urls.at('doc')}">All relations</a></p>`,
  );
}

function command(url: string, methods: readonly string[], body: Relation['body']): Html {
  if (body !== undefined) {
    const type = body.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const text = JSON.stringify(body.example, null, 2).replaceAll("'", String.raw`'\''`);
    return html`curl -X ${body.method} '${url}' \\
  -H 'Content-Type: ${type}' \\
  -d '${text}'`;
  }
  const method = methods.includes('GET') ? '' : `-X ${methods[0] ?? 'GET'} `;
  return html`curl ${method}'${url}'`;
}
