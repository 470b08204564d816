import { matcher } from '../boundaries/globs.ts';
import { pinnedDomains } from '../boundaries/steer.ts';
import { fileNode, tableNode } from '../graph/fact-graph.ts';
import type { Analysis } from '../model/analysis.ts';
import { nearName } from '../model/near-name.ts';
import type { Steering } from '../model/steering.ts';
import type { Move } from './reassign.ts';

/** What a person should know of a move before reading what it changes. */
export type MoveRemark =
  | {
      kind: 'new-domain';
      domain: string;
      /** A domain that is there and that was probably meant. */
      near: string | undefined;
    }
  | {
      kind: 'kept-elsewhere';
      thing: string;
      /** Where `ashlar.yaml` keeps it. */
      place: { domain: string } | { role: 'library' | 'shell' };
    };

/** Domains that a move would make anew, each once, and things that the steering keeps elsewhere. */
export function moveRemarks(
  analysis: Analysis,
  moves: readonly Move[],
  steering: Steering = {},
): MoveRemark[] {
  return [...newDomains(analysis, moves, steering), ...keptElsewhere(analysis, moves, steering)];
}

function newDomains(analysis: Analysis, moves: readonly Move[], steering: Steering): MoveRemark[] {
  const known = new Set([
    ...analysis.domains.map(({ name }) => name),
    ...Object.keys(steering.domains ?? {}),
  ]);
  return [...new Set(moves.map(({ domain }) => domain))]
    .filter((domain) => !known.has(domain))
    .map((domain) => ({ kind: 'new-domain', domain, near: nearName(domain, [...known]) }));
}

function keptElsewhere(
  analysis: Analysis,
  moves: readonly Move[],
  steering: Steering,
): MoveRemark[] {
  const pins = pinnedDomains(analysis, steering);
  const isLibrary = matcher(steering.libraries);
  const isShell = matcher(steering.shell);
  return moves.flatMap(({ thing, domain }): MoveRemark[] => {
    const pinned = pins.get(fileNode(thing)) ?? pins.get(tableNode(thing));
    const role = isLibrary(thing) ? 'library' : isShell(thing) ? 'shell' : undefined;
    if (role !== undefined) return [{ kind: 'kept-elsewhere', thing, place: { role } }];
    if (pinned === undefined || pinned === domain) return [];
    return [{ kind: 'kept-elsewhere', thing, place: { domain: pinned } }];
  });
}
