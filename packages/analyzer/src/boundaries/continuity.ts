import type { SourceFile } from '../model/analysis.ts';
import type { Boundaries } from '../model/boundaries.ts';
import type { Continuity } from '../model/continuity.ts';
import { KEPT_ROLE } from './agreed-roles.ts';
import { earlierPlaces } from './earlier-places.ts';

/**
 * What became of the files that an earlier answer had placed.
 *
 * @param heldInDomain files of a domain that the search alone would have put elsewhere
 * @param rename new names of domains
 */
export function continuity(
  files: readonly SourceFile[],
  earlier: Boundaries,
  heldInDomain: ReadonlySet<string>,
  rename: Readonly<Record<string, string>> = {},
): Continuity {
  const places = earlierPlaces(earlier);
  const result: Continuity = { files: 0, kept: 0, held: 0, moved: [] };
  for (const { path, role, domain, because } of files) {
    const before = places.get(path);
    if (before === undefined) continue;
    result.files++;
    const from = rename[before] ?? before;
    const to = domain ?? role;
    if (from !== to) result.moved.push({ path, from, to });
    else {
      result.kept++;
      if (heldInDomain.has(path) || because.some(({ text }) => text === KEPT_ROLE)) result.held++;
    }
  }
  return result;
}
