import { type DomainLink, domainLinks } from '../graph/domain-graph.ts';
import { distinct, type JudgeContext } from './context.ts';

/** Used by at least so many domains, and by this share of the others. */
const FEWEST_USERS = 3;
const USER_SHARE = 0.5;

interface LeanedOn {
  domain: string;
  into: DomainLink[];
  /** Number of domains that it needs itself. */
  uses: number;
}

/** Domains that nothing reaches from outside, that keep nothing, and that most others lean on. */
export function leanedOn(context: JudgeContext): LeanedOn[] {
  const { domains, domainOf } = context;
  const links = domainLinks(context.graph, domainOf);
  const busy = busyDomains(context);
  const enough = Math.max(FEWEST_USERS, (domains.length - 1) * USER_SHARE);
  return domains.flatMap((domain) => {
    if (busy.has(domain)) return [];
    const into = links.filter(({ to }) => to === domain);
    const uses = links.filter(({ from }) => from === domain).length;
    return into.length < enough || uses >= into.length ? [] : [{ domain, into, uses }];
  });
}

/** Domains that own a table, serve a route, hear an event or run a job. */
export function busyDomains({ facts, tables, domainOf }: JudgeContext): ReadonlySet<string> {
  return new Set(
    distinct([
      ...tables.map(({ domain }) => domain),
      ...facts.routes.map(({ handler, file }) => domainOf(handler?.file ?? file)),
      ...facts.events.filter(({ role }) => role === 'listen').map(({ file }) => domainOf(file)),
      ...facts.jobs.map(({ file }) => domainOf(file)),
    ]),
  );
}
