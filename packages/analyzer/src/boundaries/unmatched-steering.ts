import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { matcher } from './globs.ts';

/** A wish that fits nothing in the codebase: most often a typing mistake. */
export interface UnmatchedSteering {
  /** Where it was written: `domains.inventory.tables`. */
  key: string;
  pattern: string;
}

/** Every pattern a person wrote that fits no file, table or route. */
export function unmatchedSteering(
  { files, tables, routes }: Pick<Facts, 'files' | 'tables' | 'routes'>,
  steering: Steering,
): UnmatchedSteering[] {
  const paths = files.map(({ path }) => path);
  const names = tables.map(({ name }) => name);
  const addresses = routes.flatMap(({ method, path }) => [path, `${method} ${path}`]);
  const unmatched = (key: string, patterns: readonly string[] | undefined, known: string[]) =>
    (patterns ?? [])
      .filter((pattern) => !known.some(matcher([pattern])))
      .map((pattern) => ({ key, pattern }));
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
  ];
}
