import type { Facts, Site } from '../model/analysis.ts';
import { sortSites } from '../model/sites.ts';
import { couldBeAsked } from './crossing-calls.ts';

/** A domain whose answer others wait for before they can start. */
export interface NeededAtStart {
  /** The domains that wait, sorted. */
  by: string[];
  sites: Site[];
}

/**
 * Domains that other domains ask while the program starts, and whose answer they use: taken out, they have to be
 * there before the monolith is. What a domain does at start for itself moves along with it, and so does what
 * wiring starts without using an answer.
 */
export function neededAtStart(
  facts: Pick<Facts, 'calls'>,
  domainOf: (file: string) => string | null,
): Map<string, NeededAtStart> {
  const found = new Map<string, { by: Set<string>; sites: Site[] }>();
  for (const call of facts.calls) {
    // A function that answers at once may make one that takes its time, such as the handler of a route.
    if (!call.atStart || !call.resultUsed || !(call.awaited || call.async)) continue;
    const [from, to] = [domainOf(call.file), domainOf(call.to)];
    if (from === null || to === null || from === to) continue;
    if (!couldBeAsked(call)) continue;
    const known = found.get(to) ?? { by: new Set(), sites: [] };
    found.set(to, known);
    known.by.add(from);
    known.sites.push({ file: call.file, line: call.line });
  }
  return new Map(
    [...found].map(([domain, { by, sites }]) => [
      domain,
      { by: [...by].sort(), sites: sortSites(sites) },
    ]),
  );
}
