import { domainLinks } from '../../graph/domain-graph.ts';
import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';

/** Used by at least so many domains, and by this share of the others. */
const FEWEST_USERS = 3;
const USER_SHARE = 0.5;

/** A domain that nothing reaches from outside, that keeps nothing, and that most others lean on. */
export const libraryAsDomain: Rule = {
  name: 'library-as-domain',
  judge: (context) => {
    const { facts, domains, tables, domainOf } = context;
    const links = domainLinks(context.graph, domainOf);
    const busy = new Set([
      ...tables.map(({ domain }) => domain),
      ...facts.routes.map(({ handler, file }) => domainOf(handler?.file ?? file)),
      ...facts.events.filter(({ role }) => role === 'listen').map(({ file }) => domainOf(file)),
      ...facts.jobs.map(({ file }) => domainOf(file)),
    ]);
    return domains.flatMap((domain) => {
      if (busy.has(domain)) return [];
      const into = links.filter(({ to }) => to === domain);
      const uses = links.filter(({ from }) => from === domain).length;
      const enough = Math.max(FEWEST_USERS, (domains.length - 1) * USER_SHARE);
      if (into.length < enough || uses >= into.length) return [];
      return [
        {
          kind: 'library-as-domain' as const,
          id: `library-as-domain:${domain}`,
          severity: 'medium' as const,
          domains: [domain],
          sites: sortSites(into.flatMap(({ edges }) => edges.flatMap(({ sites }) => sites))).slice(
            0,
            20,
          ),
          domain,
          usedBy: into.length,
          uses,
        },
      ];
    });
  },
};
