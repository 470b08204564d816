import type { Exchange } from '../http/resource.ts';
import { type Integration, listIntegrations } from '../store/integrations.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';

const ROW = 34;
const MAX_LAYERS = 12;
const BOX = { width: 220, height: 24, gap: 130 } as const;

/** Who depends on whom: a picture, and the same as a list for those who cannot see it. */
export async function networkPage(x: Exchange): Promise<string> {
  const { items: integrations } = await listIntegrations(x.s);
  if (integrations.length === 0)
    return page(x.urls, 'Network', html`<p>Nobody uses anybody yet.</p>`);
  const consumers = Map.groupBy(integrations, ({ consumer }) => consumer);
  const items = [...consumers].map(
    ([consumer, uses]) =>
      html`<li><strong>${consumer}</strong> uses ${uses.map(
        ({ provider }, index) =>
          html`${index === 0 ? '' : ', '}<a href="${x.urls.integration({ consumer, provider }, 'latest')}">${provider}</a>`,
      )}</li>`,
  );
  return page(
    x.urls,
    'Network',
    html`<div class="scroll" role="region" tabindex="0" aria-label="Picture">${picture(integrations)}</div>
<h2>As a list</h2><ul>${items}</ul>`,
  );
}

/** Layers from those nobody uses to those who use nobody; within a circle the order is by name. */
export function layers(
  integrations: readonly Pick<Integration, 'consumer' | 'provider'>[],
): Map<string, number> {
  const names = [
    ...new Set(integrations.flatMap(({ consumer, provider }) => [consumer, provider])),
  ];
  const depth = new Map(names.sort().map((name) => [name, 0]));
  for (let round = 0; round < MAX_LAYERS; round++) {
    for (const { consumer, provider } of integrations) {
      // Applications that use each other would push each other on for ever.
      const wanted = Math.min((depth.get(consumer) ?? 0) + 1, MAX_LAYERS, names.length - 1);
      if ((depth.get(provider) ?? 0) < wanted) depth.set(provider, wanted);
    }
  }
  const used = [...new Set(depth.values())].sort((a, b) => a - b);
  return new Map([...depth].map(([name, layer]) => [name, used.indexOf(layer)]));
}

function picture(integrations: readonly Integration[]): Html {
  const places = new Map<string, { x: number; y: number }>();
  const filled: number[] = [];
  for (const [name, layer] of layers(integrations)) {
    const row = filled[layer] ?? 0;
    filled[layer] = row + 1;
    places.set(name, { x: layer * (BOX.width + BOX.gap) + 8, y: row * ROW + 8 });
  }
  const width = filled.length * (BOX.width + BOX.gap) - BOX.gap + 16;
  const height = Math.max(...filled) * ROW + 16;
  const lines = integrations.map(({ consumer, provider }) => {
    const from = places.get(consumer);
    const to = places.get(provider);
    if (from === undefined || to === undefined) return '';
    const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
    const [x2, y2] = [to.x, to.y + BOX.height / 2];
    return html`<path d="M${x1} ${y1} C${x1 + 60} ${y1} ${x2 - 60} ${y2} ${x2} ${y2}" marker-end="url(#tip)"/>`;
  });
  const boxes = [...places].map(
    ([
      name,
      { x, y },
    ]) => html`<g><title>${name}</title><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5"/>
<text x="${x + 10}" y="${y + 17}">${name.length > 28 ? `${name.slice(0, 27)}…` : name}</text></g>`,
  );
  return html`<svg class="network" role="img" aria-label="Network of applications; the same follows as a list" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${lines}${boxes}</svg>`;
}
