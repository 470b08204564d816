import { type DomainLink, shortestWay } from '../graph/domain-graph.ts';
import { feedbackArcs } from '../graph/feedback-arcs.ts';
import { stronglyConnected } from '../graph/strongly-connected.ts';
import type { Violation } from '../model/check.ts';
import { count } from '../model/count.ts';
import type { Site } from '../model/site.ts';
import { sortSites } from '../model/sites.ts';

/** Whether a violation of this id is known debt or exempt. */
export type Accepted = (id: string) => boolean;

/**
 * One violation for each link that has to go before no circle is left, cheapest first: two domains that import each other
 * are one, whichever way round. Links that are accepted already are taken first, so that what nobody accepted is
 * needed only where a circle is left without them: a new circle, and never an old one seen from its other side.
 */
export function cycleViolations(
  names: readonly string[],
  links: readonly DomainLink[],
  accepted: Accepted,
): Violation[] {
  return stronglyConnected(names, links)
    .filter((group) => group.length > 1)
    .flatMap((group) => {
      const inside = linksWithin(group, links);
      const open = inside.filter((link) => !accepted(idOf(link)));
      const cut = cheapestCut(group, open);
      const fresh = stillNeeded(without(open, cut), cut);
      const old = stillNeeded(without(open, fresh), without(inside, open));
      return [
        ...fresh.map((link) => toViolation(link, open)),
        ...old.map((link) => toViolation(link, inside)),
      ];
    });
}

const idOf = ({ from, to }: DomainLink): string => `cycle:${from}>${to}`;

const without = (links: readonly DomainLink[], some: readonly DomainLink[]): DomainLink[] =>
  links.filter((link) => !some.includes(link));

const linksWithin = (group: readonly string[], links: readonly DomainLink[]): DomainLink[] =>
  links.filter(({ from, to }) => group.includes(from) && group.includes(to));

function cheapestCut(names: readonly string[], links: readonly DomainLink[]): DomainLink[] {
  return stronglyConnected(names, links)
    .filter((group) => group.length > 1)
    .flatMap((group) => feedbackArcs(group, linksWithin(group, links)));
}

/** Of the links taken out those that close a circle when they are put back, the heaviest first. */
function stillNeeded(left: readonly DomainLink[], taken: readonly DomainLink[]): DomainLink[] {
  const kept = [...left];
  const needed: DomainLink[] = [];
  const order = [...taken].sort((a, b) => b.weight - a.weight || (idOf(a) < idOf(b) ? -1 : 1));
  for (const link of order) {
    const closes = shortestWay(kept, link.to, link.from).length > 0;
    (closes ? needed : kept).push(link);
  }
  return needed;
}

function toViolation(link: DomainLink, around: readonly DomainLink[]): Violation {
  const { from, to, edges } = link;
  const way = shortestWay(around, to, from);
  const own = sortSites(edges.flatMap(({ sites }) => sites));
  return {
    rule: 'cycle',
    id: idOf(link),
    message: `${[from, ...way].join(' → ')} is a circle of imports; it ends when ${from} no longer imports ${to} (${count(own.length, 'import')})`,
    // What has to go first, then one place for each of the others as evidence that it is a circle.
    sites: [...own, ...evidence(way, around)],
  };
}

function evidence(way: readonly string[], links: readonly DomainLink[]): Site[] {
  return way.slice(0, -1).flatMap((from, i) => {
    const link = links.find((one) => one.from === from && one.to === way[i + 1]);
    return sortSites((link?.edges ?? []).flatMap(({ sites }) => sites)).slice(0, 1);
  });
}
