import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';
import { type DomainLink, domainLinks } from '../domain-graph.ts';
import { feedbackArcs } from '../feedback-arcs.ts';
import { stronglyConnected } from '../strongly-connected.ts';

/** Domains that import each other in a circle, and the cheapest imports to cut. */
export const domainCycle: Rule = {
  name: 'domain-cycle',
  judge: (context) => {
    const links = domainLinks(context);
    return stronglyConnected(context.domains, links)
      .filter((group) => group.length > 1)
      .map((cycle) => {
        const inside = links.filter((link) => cycle.includes(link.from) && cycle.includes(link.to));
        const cutLinks: DomainLink[] = feedbackArcs(cycle, inside);
        const cut = cutLinks
          .flatMap((link) =>
            link.edges.flatMap((edge) =>
              edge.sites.map((site) => ({ from: site.file, to: edge.to, line: site.line })),
            ),
          )
          .sort((a, b) =>
            a.from < b.from ? -1 : a.from > b.from ? 1 : a.line - b.line || (a.to < b.to ? -1 : 1),
          );
        return {
          kind: 'domain-cycle' as const,
          id: `domain-cycle:${cycle.join('+')}`,
          severity: 'high' as const,
          domains: cycle,
          sites: sortSites(cut.map(({ from, line }) => ({ file: from, line }))),
          cycle,
          cut,
        };
      });
  },
};
