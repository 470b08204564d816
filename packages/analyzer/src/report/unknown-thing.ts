import type { Analysis } from '../model/analysis.ts';
import { AnalyzerError } from '../model/error.ts';
import { routeName } from '../model/route-domain.ts';

const MOST_NAMES = 8;

/** Nothing has this name, or of two words one names no domain: says which, and what comes near. */
export function unknownThing(analysis: Analysis, thing: string): AnalyzerError {
  const domains = analysis.domains.map(({ name }) => name);
  const words = thing.split(/\s+/);
  const strangers = words.filter((word) => !domains.includes(word));
  const one = words.length === 2 && strangers.length === 1 ? (strangers[0] ?? thing) : thing;
  const near = namesOf(analysis).filter((name) => name.toLowerCase().includes(one.toLowerCase()));
  const shown = near.slice(0, MOST_NAMES).join(', ');
  const more = near.length > MOST_NAMES ? ` and ${near.length - MOST_NAMES} more` : '';
  return new AnalyzerError(
    'ANALYZER_UNKNOWN_THING',
    `nothing here is called ${one}`,
    near.length > 0
      ? `Near it: ${shown}${more}.`
      : `Name a domain (${domains.slice(0, MOST_NAMES).join(', ')}), a table, a file, "METHOD /path", an event, a kind of finding, or two domains.`,
  );
}

/** All that can be asked about, domains first. */
function namesOf(analysis: Analysis): string[] {
  return [
    ...new Set([
      ...analysis.domains.map(({ name }) => name),
      ...analysis.tables.map(({ name }) => name),
      ...analysis.routes.map(routeName),
      ...analysis.events.map(({ name }) => name),
      ...analysis.files.map(({ path }) => path),
    ]),
  ];
}
