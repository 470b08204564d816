import { isLayerWord, singular, splitWords } from '../model/words.ts';
import { says } from './common-folder.ts';
import { type HomeFolder, isThing } from './name-terms.ts';

/** At least this share of the part's files, and of the folder's, are both. */
const LEAST_OF_PART = 0.5;
const LEAST_OF_FOLDER = 0.6;
const FEWEST_FILES = 4;

/**
 * The folder that a part is nearly the same as, by part: `contrib/mergeEditor` for a part of which most
 * files lie there, while few others do. Who made the folder has named the part. Folders called by layers
 * (`services`, `browser`) and by placeholders (`[id]`) name nothing.
 *
 * @returns the last word or words of the folder, joined by `-`, with the number of files it shares with the part
 */
export function homeFolders(partOf: ReadonlyMap<string, number>): Map<number, HomeFolder> {
  const sizes = new Map<number, number>();
  const folders = new Map<string, Map<number, number>>();
  for (const [path, part] of partOf) {
    sizes.set(part, (sizes.get(part) ?? 0) + 1);
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const counts = folders.get(folder) ?? new Map<number, number>();
      folders.set(folder, counts.set(part, (counts.get(part) ?? 0) + 1));
    }
  }
  const best = new Map<number, HomeFolder & { fit: number }>();
  for (const [folder, counts] of folders) {
    const names = folderNames(folder);
    if (names === undefined) continue;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const [part, files] of counts) {
      const [ofPart, ofFolder] = [files / (sizes.get(part) ?? files), files / all];
      if (files < FEWEST_FILES || ofPart < LEAST_OF_PART || ofFolder < LEAST_OF_FOLDER) continue;
      const fit = ofPart * ofFolder;
      if (fit > (best.get(part)?.fit ?? 0)) best.set(part, { ...names, files, fit });
    }
  }
  return best;
}

/** Folders of things that only show something. */
const SAMPLES: ReadonlySet<string> = new Set(['example', 'examples', 'sample', 'samples', 'demo']);

/** What code answers through. */
const ENTRANCES: ReadonlySet<string> = new Set(
  'api controller handler module repository resolver route router server service'.split(' '),
);

function folderNames(folder: string): Omit<HomeFolder, 'files'> | undefined {
  const own = folder.slice(folder.lastIndexOf('/') + 1);
  if (/[[\]:{}*]/.test(own)) return undefined;
  if (SAMPLES.has(own.toLowerCase())) return undefined;
  const words = splitWords(own);
  const isUseful = (word: string): boolean =>
    singular(word).length > 2 && !isLayerWord(word) && singular(word) !== 'package';
  // `ai-terminal` keeps its first word, `test-helpers` has none that says something.
  if (!words.some(isUseful)) return undefined;
  // `document-router` is about documents, while a `public-api` and an `open-api` are about nothing.
  const [last = '', ...before] = words.toReversed();
  const full = words.join('-');
  if (ENTRANCES.has(singular(last)) && before.some(isThing))
    return { name: before.toReversed().join('-'), full };
  const above = folder.split('/').slice(0, -1).map(splitWords).findLast(says);
  return above === undefined ? { name: full } : { name: full, longer: [...above, full].join('-') };
}
