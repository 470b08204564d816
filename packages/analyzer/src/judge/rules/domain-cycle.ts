import { type DomainLink, domainLinks, shortestWay } from '../../graph/domain-graph.ts';
import { feedbackArcs } from '../../graph/feedback-arcs.ts';
import { stronglyConnected } from '../../graph/strongly-connected.ts';
import type { Site } from '../../model/analysis.ts';
import type { FindingOf } from '../../model/finding.ts';
import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';

/** Beyond this many domains, single circles tell nothing any more: the knot as a whole is the finding. */
const KNOT = 5;

/**
 * Domains that import each other in a circle. In a small group one finding per link of the cheapest
 * set of links whose removal leaves no circle at all, shown with the shortest circle it closes; a
 * larger group is one finding, with that set as its cut.
 */
export const domainCycle: Rule = {
  name: 'domain-cycle',
  judge: (context) => {
    const links = domainLinks(context.graph, context.domainOf);
    return stronglyConnected(context.domains, links).flatMap((group) => {
      const inside = links.filter((link) => group.includes(link.from) && group.includes(link.to));
      const cut = feedbackArcs(group, inside);
      if (group.length >= KNOT) return [knot(group, cut)];
      return cut.map((link) => cycleThrough(link, inside));
    });
  },
};

function cycleThrough(link: DomainLink, inside: readonly DomainLink[]): FindingOf<'domain-cycle'> {
  const cycle = shortestWay(inside, link.to, link.from);
  const cut = importsOf([link]);
  return {
    kind: 'domain-cycle',
    id: `domain-cycle:${link.from}>${link.to}`,
    severity: cycle.length === 2 ? 'high' : 'medium',
    domains: [...cycle].sort(),
    sites: sortSites([
      ...cut.map(({ from, line }) => ({ file: from, line })),
      ...around(cycle, inside),
    ]),
    cycle,
    cut,
  };
}

/** Named by its first member: domains that join or leave the knot do not make it another one. */
function knot(group: readonly string[], links: readonly DomainLink[]): FindingOf<'domain-cycle'> {
  const cut = importsOf(links);
  return {
    kind: 'domain-cycle',
    id: `domain-cycle:${group[0]}+`,
    severity: 'high',
    domains: [...group].sort(),
    sites: sortSites(cut.map(({ from, line }) => ({ file: from, line }))),
    cycle: [...group].sort(),
    cut,
  };
}

/** One for each pair of files: what is injected was imported further up. */
function importsOf(links: readonly DomainLink[]): FindingOf<'domain-cycle'>['cut'] {
  const cuts = new Map<string, FindingOf<'domain-cycle'>['cut'][number]>();
  for (const edge of links.flatMap((link) => link.edges)) {
    for (const { file, line } of edge.sites) {
      const key = `${file}\n${edge.to}`;
      if (line < (cuts.get(key)?.line ?? Number.POSITIVE_INFINITY))
        cuts.set(key, { from: file, to: edge.to, line });
    }
  }
  return [...cuts.values()].sort(
    (a, b) => compare(a.from, b.from) || a.line - b.line || compare(a.to, b.to),
  );
}

/** One place for every link of the circle, as evidence that it is one. */
function around(cycle: readonly string[], inside: readonly DomainLink[]): Site[] {
  return cycle.flatMap((from, i) => {
    const to = cycle[(i + 1) % cycle.length];
    const link = inside.find((one) => one.from === from && one.to === to);
    return link?.edges.flatMap((edge) => edge.sites.slice(0, 1)) ?? [];
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
