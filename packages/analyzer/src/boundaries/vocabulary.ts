import type { Facts } from '../model/analysis.ts';
import { businessWords } from '../model/words.ts';

/**
 * Words of the business: what tables are called and what the paths of routes say, each said at
 * least so many times.
 */
export function businessVocabulary(
  facts: Pick<Facts, 'tables' | 'routes'>,
  fewest = 1,
): Set<string> {
  const counts = new Map<string, number>();
  const add = (word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const { name } of facts.tables) for (const word of businessWords(name)) add(word);
  for (const { path } of facts.routes) {
    for (const segment of path.split('/')) {
      if (/[:{*[$]/.test(segment)) continue;
      for (const word of businessWords(segment)) add(word);
    }
  }
  return new Set([...counts].filter(([, count]) => count >= fewest).map(([word]) => word));
}

/** True when the file or a folder on its path is called by a word of the business. */
export function speaksOfBusiness(path: string, vocabulary: ReadonlySet<string>): boolean {
  return path
    .replace(/\.[^./]+$/, '')
    .split('/')
    .some((part) => businessWords(part).some((word) => vocabulary.has(word)));
}

const LIBRARY_FOLDERS: ReadonlySet<string> = new Set(
  `lib libs util utils helper helpers shared common infra infrastructure middleware middlewares
  support toolkit`.split(/\s+/),
);

/** True below a folder that people use for code of no domain. */
export const inLibraryFolder = (path: string): boolean =>
  path
    .split('/')
    .slice(0, -1)
    .some((folder) => LIBRARY_FOLDERS.has(folder.toLowerCase()));
