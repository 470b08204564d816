import type { Facts } from '../model/analysis.ts';
import { businessWords } from '../model/words.ts';
import { ownWords } from './own-words.ts';

/**
 * Words of the business: what tables are called and what the paths of routes say, each said at
 * least so many times.
 */
export function businessVocabulary(
  facts: Pick<Facts, 'tables' | 'routes'>,
  fewest = 1,
): Set<string> {
  const own = ownWords(facts);
  const counts = new Map<string, number>();
  const add = (word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const { name } of facts.tables) for (const word of businessWords(name, own)) add(word);
  for (const { path } of facts.routes) {
    for (const segment of path.split('/')) {
      if (/[:{*[$]/.test(segment)) continue;
      for (const word of businessWords(segment, own)) add(word);
    }
  }
  return new Set([...counts].filter(([, count]) => count >= fewest).map(([word]) => word));
}

/** True when the file itself (or for an `index` its folder) is called by a word of the business. */
export const nameSpeaks = (path: string, vocabulary: ReadonlySet<string>): boolean =>
  businessWords(ownName(path), isIndex(path) ? undefined : vocabulary).some((word) =>
    vocabulary.has(word),
  );

/** True when the file or a folder on its path is called by a word of the business. */
export function speaksOfBusiness(path: string, vocabulary: ReadonlySet<string>): boolean {
  // In a file's own name an ambiguous word counts; a folder of that name may well be a layer.
  return (
    nameSpeaks(path, vocabulary) ||
    path
      .split('/')
      .slice(0, -1)
      .some((folder) => businessWords(folder).some((word) => vocabulary.has(word)))
  );
}

const isIndex = (path: string): boolean => /(?:^|\/)index\.[^./]+$/.test(path);

/** Name without folders and last extension; that of the folder for an `index`. */
function ownName(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const own = parts.pop() ?? '';
  return isIndex(path) ? (parts.pop() ?? own) : own;
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
