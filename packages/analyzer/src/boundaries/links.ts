import { fileNode, tableNode } from '../graph/fact-graph.ts';
import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { matcher } from './globs.ts';

/** Pairs of things, by node id, that must or must not share a part. */
export interface Links {
  mustLink: (readonly [string, string])[];
  cannotLink: (readonly [string, string])[];
}

/** What a person says about things that belong together or apart, as pairs of nodes of the fact graph. */
export function wishedLinks(facts: Pick<Facts, 'files' | 'tables'>, steering: Steering): Links {
  return {
    mustLink: (steering.mustLink ?? []).flatMap((group) => {
      const things = [...new Set(group.flatMap((pattern) => thingsThatFit(facts, pattern)))];
      // A chain is enough to tie all of them.
      return things.slice(1).map((thing, i) => [things[i] as string, thing] as const);
    }),
    cannotLink: (steering.cannotLink ?? []).flatMap((group) => {
      const sides = group.map((pattern) => thingsThatFit(facts, pattern));
      return sides.flatMap((side, i) =>
        sides
          .slice(i + 1)
          .flatMap((others) => side.flatMap((a) => others.map((b) => [a, b] as const)))
          .filter(([a, b]) => a !== b),
      );
    }),
  };
}

/** Every thing that a pair speaks of. */
export const linkedThings = (links: Links | undefined): Set<string> =>
  new Set(links === undefined ? [] : [...links.mustLink, ...links.cannotLink].flat());

/** Files (by glob) and tables that a pattern speaks of, by node id. */
export function thingsThatFit(
  { files, tables }: Pick<Facts, 'files' | 'tables'>,
  pattern: string,
): string[] {
  const fits = matcher([pattern]);
  return [
    ...files.filter(({ path }) => fits(path)).map(({ path }) => fileNode(path)),
    ...tables.filter(({ name }) => fits(name)).map(({ name }) => tableNode(name)),
  ];
}
