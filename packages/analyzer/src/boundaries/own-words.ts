import type { Facts } from '../model/analysis.ts';
import { isAmbiguous, singular, splitWords } from '../model/words.ts';

/** With so many routes below it, a plural first segment is a collection of things. */
const COLLECTION_ROUTES = 3;
/** So many tables that begin with a word are tables of that thing. */
const FAMILY_TABLES = 3;

/**
 * Words that elsewhere tell of a technical layer and here are things of the business: a table
 * is called by nothing else (`features`, `events`), a family of tables begins with it
 * (`feature_tag`, `feature_types`, …), or it is a collection of routes (`/hooks`).
 */
export function ownWords(facts: Pick<Facts, 'tables' | 'routes'>): Set<string> {
  const own = new Set<string>();
  const families = new Map<string, number>();
  for (const { name } of facts.tables) {
    const words = splitWords(name).map(singular);
    const [first = ''] = words;
    if (words.length === 1) own.add(first);
    families.set(first, (families.get(first) ?? 0) + 1);
  }
  for (const [word, count] of families) if (count >= FAMILY_TABLES) own.add(word);
  const collections = new Map<string, number>();
  for (const { path } of facts.routes) {
    for (const segment of new Set(path.split('/'))) {
      if (/^[a-z]+s$/.test(segment) && singular(segment) !== segment)
        collections.set(segment, (collections.get(segment) ?? 0) + 1);
    }
  }
  for (const [segment, count] of collections)
    if (count >= COLLECTION_ROUTES) own.add(singular(segment));
  return new Set([...own].filter(isAmbiguous));
}
