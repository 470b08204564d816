import type { Analysis, Place, SourceFile, Table } from '../model/analysis.ts';
import type { Boundaries } from '../model/boundaries.ts';
import { UNTIED_REASON } from '../model/roles.ts';
import type { Steering } from '../model/steering.ts';
import { rejudge } from './rejudge.ts';

/** What an analysis says of where everything belongs, to hold later ones to. */
export function boundariesOf({ files, domains }: Analysis): Boundaries {
  const withRole = (role: SourceFile['role']): string[] =>
    files
      .filter(
        (file) => file.role === role && !file.because.some(({ text }) => text === UNTIED_REASON),
      )
      .map(({ path }) => path);
  return {
    domains: Object.fromEntries(
      domains.map(({ name, files: own, tables }) => [
        name,
        { files: [...own].sort(), tables: [...tables].sort() },
      ]),
    ),
    libraries: withRole('library').sort(),
    shell: withRole('shell').sort(),
  };
}

/**
 * The same codebase with everything that was known where it was; what is new goes with its neighbours: to
 * the domain that most of those are in with which it was found together. So a small change
 * cannot redraw the whole, and what differs is what somebody wrote.
 */
export function holdBoundaries(
  analysis: Analysis,
  held: Boundaries,
  steering: Steering = {},
): Analysis {
  const homes = homesOf(held);
  const names = heldNames(analysis, homes);
  const because = [{ text: 'it was there before', sites: [] }];
  const files = analysis.files.map((file): SourceFile => {
    const home = homes.files.get(file.path);
    if (home === undefined)
      return file.role === 'domain'
        ? { ...file, domain: names.get(file.domain) ?? file.domain }
        : file;
    return home.role === file.role && home.domain === file.domain
      ? file
      : { ...file, ...home, because };
  });
  const tables = analysis.tables.map((table): Table => {
    const home = homes.tables.get(table.name);
    if (home === undefined) return { ...table, domain: follow(names, table.domain) };
    return home === table.domain ? table : { ...table, domain: home, because };
  });
  return rejudge(analysis, files, tables, steering);
}

interface Homes {
  files: Map<string, Place>;
  tables: Map<string, string>;
}

function homesOf({ domains, libraries, shell }: Boundaries): Homes {
  const files: Homes['files'] = new Map();
  const tables: Homes['tables'] = new Map();
  for (const [domain, own] of Object.entries(domains)) {
    for (const path of own.files) files.set(path, { role: 'domain', domain });
    for (const name of own.tables) tables.set(name, domain);
  }
  for (const path of libraries) files.set(path, { role: 'library', domain: null });
  for (const path of shell) files.set(path, { role: 'shell', domain: null });
  return { files, tables };
}

/** Found domain to the held one that most of its known members are in. */
function heldNames({ domains }: Analysis, homes: Homes): Map<string, string> {
  return new Map(
    domains.flatMap(({ name, files, tables }) => {
      const votes = new Map<string, number>();
      const known = [
        ...files.map((path) => homes.files.get(path)?.domain),
        ...tables.map((table) => homes.tables.get(table)),
      ];
      for (const home of known) if (home) votes.set(home, (votes.get(home) ?? 0) + 1);
      const [first] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return first === undefined ? [] : [[name, first[0]] as const];
    }),
  );
}

const follow = (names: ReadonlyMap<string, string>, domain: string | null): string | null =>
  domain === null ? null : (names.get(domain) ?? domain);
