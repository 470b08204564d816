import type { AccessOperation, Analysis, Reason, Site } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import { sortSites } from '../model/sites.ts';

const MOST_SITES = 10;

/** In the order in which somebody asks who stands in the way. */
const WORDS: readonly [AccessOperation, string][] = [
  ['write', 'written'],
  ['read', 'read'],
  ['ddl', 'made or altered'],
  ['unknown', 'touched in a way that was not understood'],
];

/** Who uses a table: a reason for each operation and domain, the owner first, then who uses it most. */
export function tableUses(analysis: Analysis, table: string, owner: string | null): Reason[] {
  const user = new Map(
    analysis.files.map((file) => [
      file.path,
      file.role === 'domain' ? file.domain : ROLE_WORDS[file.role],
    ]),
  );
  const uses = analysis.accesses.filter((access) => access.table === table);
  return WORDS.flatMap(([operation, words]) => {
    const own = uses.filter((access) => access.operation === operation);
    const byUser = Map.groupBy(own, ({ file }) => user.get(file) ?? 'files that are not listed');
    return [...byUser]
      .map(([name, sites]) => ({ name, sites: sortSites(sites) }))
      .sort(
        (a, b) =>
          Number(b.name === owner) - Number(a.name === owner) ||
          b.sites.length - a.sites.length ||
          (a.name < b.name ? -1 : 1),
      )
      .map(({ name, sites }) => ({ text: said(`${words} by ${name}`, sites), sites: some(sites) }));
  });
}

const ROLE_WORDS = { library: 'libraries', shell: 'the shell (wiring, migrations)' } as const;

const some = (sites: readonly Site[]): Site[] => sites.slice(0, MOST_SITES);

const said = (words: string, { length }: readonly Site[]): string =>
  `${words} at ${count(length, 'place')}${length > MOST_SITES ? `; the first ${MOST_SITES}` : ''}`;
