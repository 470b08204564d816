import type { Analysis, UnresolvedKind } from '../model/analysis.ts';
import type { Step } from '../model/plan.ts';
import { sortSites } from '../model/sites.ts';

/** What was not understood, for one and for several, and what may hide there. */
const HIDDEN: Partial<
  Record<UnresolvedKind, readonly [one: string, several: string, may: string]>
> = {
  event: ['name of an event', 'names of events', 'who else says or hears them is missing below'],
  access: ['access', 'accesses', 'data of others may be among what they use'],
  table: ['name of a table', 'names of tables', 'tables of others may be among them'],
  trigger: ['trigger', 'triggers', 'they may work on tables of others'],
  route: ['path', 'paths', 'routes may be missing below'],
  store: ['key', 'keys', 'others may use the same ones'],
  injection: ['injected object', 'injected objects', 'calls to others may be missing below'],
  import: ['import', 'imports', 'ties to others may be missing below'],
};

/**
 * What the code of a domain does that was seen and not understood, one step for each kind. It comes first: every
 * other step is listed as far as the code could be read.
 */
export function findOutSteps(
  { unresolved, domains }: Analysis,
  domain: string,
): Omit<Step, 'order' | 'changes'>[] {
  const home = new Set(domains.find(({ name }) => name === domain)?.files);
  const own = unresolved.filter(({ file }) => home.has(file));
  return [...Map.groupBy(own, ({ kind }) => kind)].flatMap(([kind, entries]) => {
    const words = HIDDEN[kind];
    if (words === undefined) return [];
    const [one, several, may] = words;
    const what = `${entries.length} ${entries.length === 1 ? one : several}`;
    return [
      {
        kind: 'find-out' as const,
        subject: kind,
        text: `${what} in ${domain} could not be read: ${may}.`,
        sites: sortSites(entries.map(({ file, line }) => ({ file, line }))),
      },
    ];
  });
}
