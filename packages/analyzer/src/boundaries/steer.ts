import { fileNode, tableNode } from '../graph/fact-graph.ts';
import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { matcher } from './globs.ts';

/** Domain that a person demands, by node id of the fact graph. The first match wins. */
export function pinnedDomains(
  facts: Pick<Facts, 'files' | 'tables' | 'routes'>,
  steering: Steering,
): Map<string, string> {
  const pins = new Map<string, string>();
  const pin = (id: string, domain: string) => {
    if (!pins.has(id)) pins.set(id, domain);
  };
  for (const [domain, wish] of Object.entries(steering.domains ?? {})) {
    const isFile = matcher(wish.files);
    const isTable = matcher(wish.tables);
    const isRoute = matcher(wish.routes);
    for (const { path } of facts.files) if (isFile(path)) pin(fileNode(path), domain);
    for (const { name } of facts.tables) if (isTable(name)) pin(tableNode(name), domain);
    for (const { method, path, handler, file } of facts.routes) {
      if (isRoute(path) || isRoute(`${method} ${path}`))
        pin(fileNode(handler?.file ?? file), domain);
    }
  }
  return pins;
}

/** Pins as labels for the clustering, and the domain behind each label. */
export function pinLabels(
  ids: readonly string[],
  pins: ReadonlyMap<string, string>,
): { labels: Int32Array; domains: string[] } {
  const domains = [...new Set(pins.values())].sort();
  const number = new Map(domains.map((domain, i) => [domain, i]));
  const labels = Int32Array.from(ids, (id) => number.get(pins.get(id) ?? '') ?? -1);
  return { labels, domains };
}
