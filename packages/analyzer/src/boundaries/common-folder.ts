import { singular, splitWords } from '../model/words.ts';
import { isThing, type PartVocabulary } from './name-terms.ts';

/** At least this share of the part's files lie in the folder. */
const LEAST_OF_PART = 0.5;
/** At least this share of the folder's files are the part's: `src` is no name of one part. */
const LEAST_OF_FOLDER = 0.3;
const FEWEST_FILES = 3;

/** Folders that hold everything, and say nothing of it. */
const CONTAINERS: ReadonlySet<string> = new Set(
  `api app application backend browser client code common contrib core demo dist example feature frontend lib library main module
  package page plugin public sample server service shared source src web website workspace`.split(
    /\s+/,
  ),
);

/**
 * For each part the folders that most of its files lie in, the innermost first, as names: what a part is
 * called of which no word of the business tells. Folders of a layer count (`middleware`), since that is then what
 * the part is.
 */
export function commonFolders(
  parts: readonly PartVocabulary[],
  ownWords: ReadonlySet<string> = new Set(),
): string[][] {
  const counts = parts.map(filesByFolder);
  const everywhere = new Map<string, number>();
  for (const part of counts)
    for (const [folder, files] of part)
      everywhere.set(folder, (everywhere.get(folder) ?? 0) + files);
  return counts.map((part, index) => {
    const size = parts[index]?.names.filter(({ of }) => of === 'file').length ?? 0;
    return [...part]
      .filter(
        ([folder, files]) =>
          files >= Math.max(FEWEST_FILES, size * LEAST_OF_PART) &&
          files >= (everywhere.get(folder) ?? files) * LEAST_OF_FOLDER,
      )
      .sort((a, b) => depth(b[0]) - depth(a[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .flatMap(([folder]) => nameOf(folder, (word) => isThing(word) || ownWords.has(word)));
  });
}

function filesByFolder({ names }: PartVocabulary): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { of, folders = [] } of names) {
    if (of !== 'file') continue;
    for (let end = 1; end <= folders.length; end++) {
      const folder = folders.slice(0, end).join('/');
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  return counts;
}

const depth = (folder: string): number => folder.split('/').length;

function nameOf(folder: string, thing: (word: string) => boolean): string[] {
  const [own = '', above = ''] = folder.split('/').toReversed();
  const words = splitWords(own);
  if (!says(words) || isPlaceholder(own)) return [];
  const outer = splitWords(above);
  const needsMore = !words.map(singular).some(thing) && says(outer) && !isPlaceholder(above);
  return [[...(needsMore ? outer : []), ...words].join('-')];
}

export const says = (words: readonly string[]): boolean =>
  words.some((word) => word.length > 2 && !CONTAINERS.has(singular(word)));

const isPlaceholder = (folder: string): boolean => /[[\]:{}*$+]/.test(folder);
