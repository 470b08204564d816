import type { Urls } from '../hal/urls.ts';
import { textOf } from '../http/query.ts';
import type { Exchange } from '../http/resource.ts';
import { type Integration, listIntegrations } from '../store/integrations.ts';
import { type Html, html } from './html.ts';
import { applicationLink, page } from './layout.ts';

const ROW = 34;
const MAX_LAYERS = 12;
const BOX = { width: 180, height: 24, gap: 80 } as const;
const MAX_LETTERS = 23;

/** Who depends on whom: a picture, and the same as a list for those who cannot see it. */
export async function networkPage(x: Exchange): Promise<string> {
  const { items: all } = await listIntegrations(x.s);
  if (all.length === 0) return page(x.urls, 'Network', html`<p>Nobody uses anybody yet.</p>`);
  const about = textOf(x.query, 'about')?.trim() ?? '';
  const integrations = about === '' ? all : neighbours(all, about);
  return page(
    x.urls,
    about === '' ? 'Network' : `Network around ${about}`,
    html`${chooser(all, about)}
${integrations.length === 0 ? html`<p role="alert">No application ${about} uses another or is used.</p>` : shown(x, integrations)}`,
  );
}

function shown(x: Exchange, integrations: readonly Integration[]): Html {
  const consumers = Map.groupBy(integrations, ({ consumer }) => consumer);
  const items = [...consumers].map(
    ([consumer, uses]) =>
      html`<li><strong>${applicationLink(x.urls, consumer)}</strong> uses ${uses.map(
        ({ provider }, index) =>
          html`${index === 0 ? '' : ', '}<a href="${x.urls.integration({ consumer, provider }, 'latest')}" aria-label="${provider}: pact with ${consumer}">${provider}</a>`,
      )}</li>`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Picture">${picture(x.urls, integrations)}</div>
<h2>As a list</h2><ul>${items}</ul>`;
}

/** What an application uses and who uses it. */
function neighbours(all: readonly Integration[], name: string): Integration[] {
  return all.filter(({ consumer, provider }) => consumer === name || provider === name);
}

function chooser(all: readonly Integration[], about: string): Html {
  const names = [...new Set(all.flatMap(({ consumer, provider }) => [consumer, provider]))].sort();
  return html`<form><label>Only around <select name="about"><option value="">everything</option>
${names.map((name) => html`<option${name === about ? html` selected` : ''}>${name}</option>`)}</select></label>
<button>Show</button></form>`;
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

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A curve from box to box; past other layers it runs in the space between two rows. */
function line(from: Place, to: Place): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = BOX.gap / 2;
  if (x2 - x1 === BOX.gap) {
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const lane = y1 + ROW / 2;
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x1 + bend} ${lane} ${x1 + BOX.gap} ${lane}
L${x2 - BOX.gap} ${lane} C${x2 - bend} ${lane} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function picture(urls: Urls, integrations: readonly Integration[]): Html {
  const places = new Map<string, Place>();
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
    return html`<path d="${line(from, to)}" marker-end="url(#tip)"/>`;
  });
  const boxes = [...places].map(
    ([
      name,
      { x, y },
    ]) => html`<a href="${urls.at('integrations')}?about=${encodeURIComponent(name)}"><title>${name}</title><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5"/>
<text x="${x + 10}" y="${y + 17}">${name.length > MAX_LETTERS ? `${name.slice(0, MAX_LETTERS - 1)}…` : name}</text></a>`,
  );
  return html`<svg class="network" role="group" aria-label="Network of applications; the same follows as a list" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${lines}${boxes}</svg>`;
}
