import type { Domain, Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { matcher } from './globs.ts';

/** A wish that fits nothing in the codebase: most often a typing mistake. */
export interface UnmatchedSteering {
  /** Where it was written: `domains.inventory.tables`. */
  key: string;
  pattern: string;
}

interface Known extends Pick<Facts, 'files' | 'tables' | 'routes'> {
  domains: readonly Pick<Domain, 'name' | 'foundAs'>[];
}

/** Every pattern a person wrote that fits no file, table or route, and every name that no domain was found as. */
export function unmatchedSteering(
  { files, tables, routes, domains }: Known,
  steering: Steering,
): UnmatchedSteering[] {
  const paths = files.map(({ path }) => path);
  const names = tables.map(({ name }) => name);
  const addresses = routes.flatMap(({ method, path }) => [path, `${method} ${path}`]);
  const unmatched = (key: string, patterns: readonly string[] | undefined, known: string[]) =>
    (patterns ?? [])
      .filter((pattern) => !known.some(matcher([pattern])))
      .map((pattern) => ({ key, pattern }));
  const found = new Set(domains.flatMap(({ name, foundAs }) => foundAs ?? [name]));
  const strange = Object.keys(steering.rename ?? {}).filter((name) => !found.has(name));
  return [
    ...Object.entries(steering.domains ?? {}).flatMap(([domain, wish]) => [
      ...unmatched(`domains.${domain}.files`, wish.files, paths),
      ...unmatched(`domains.${domain}.tables`, wish.tables, names),
      ...unmatched(`domains.${domain}.routes`, wish.routes, addresses),
    ]),
    ...unmatched('mustLink', steering.mustLink?.flat(), [...paths, ...names]),
    ...unmatched('cannotLink', steering.cannotLink?.flat(), [...paths, ...names]),
    ...unmatched('libraries', steering.libraries, paths),
    ...unmatched('shell', steering.shell, paths),
    ...strange.map((pattern) => ({ key: 'merge or rename', pattern })),
  ];
}
