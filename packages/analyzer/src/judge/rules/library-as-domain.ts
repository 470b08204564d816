import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';
import { leanedOn } from '../leaned-on.ts';

const MOST_SITES = 20;

/** A domain that nothing reaches from outside, that keeps nothing, and that most others lean on. */
export const libraryAsDomain: Rule = {
  name: 'library-as-domain',
  judge: (context) =>
    leanedOn(context).map(({ domain, into, uses }) => ({
      kind: 'library-as-domain',
      id: `library-as-domain:${domain}`,
      severity: 'medium',
      domains: [domain],
      sites: sortSites(into.flatMap(({ edges }) => edges.flatMap(({ sites }) => sites))).slice(
        0,
        MOST_SITES,
      ),
      domain,
      usedBy: into.length,
      uses,
    })),
};
