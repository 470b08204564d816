import type { Constraints } from './leiden/problem.ts';
import type { Links } from './links.ts';
import { pinLabels } from './steer.ts';

/** Wishes by id as constraints on node numbers; those about ids that are not there constrain nothing. */
export function constraintsOf(
  ids: readonly string[],
  pins: ReadonlyMap<string, string>,
  links: Links = { mustLink: [], cannotLink: [] },
): Required<Pick<Constraints, 'labels' | 'mustLink' | 'cannotLink'>> & { domains: string[] } {
  const index = new Map(ids.map((id, i) => [id, i]));
  const byNumber = (pairs: readonly (readonly [string, string])[]) =>
    pairs.flatMap(([a, b]) => {
      const from = index.get(a);
      const to = index.get(b);
      return from === undefined || to === undefined ? [] : [[from, to] as const];
    });
  return {
    ...pinLabels(ids, pins),
    mustLink: byNumber(links.mustLink),
    cannotLink: byNumber(links.cannotLink),
  };
}
