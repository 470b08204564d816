import { businessWords } from '../model/words.ts';

/**
 * Above more than this share of all files a word of a folder says where the code lies (the name of the
 * product, `packages`). If it told what a file is about, there would be little else to tell it from.
 */
const MOST_FILES = 0.5;

/** Business words of folders that most files stand below. They say nothing of any of them. */
export function sharedFolderWords(foldersOfFiles: readonly (readonly string[])[]): Set<string> {
  const counts = new Map<string, number>();
  for (const folders of foldersOfFiles) {
    for (const word of new Set(folders.flatMap((folder) => businessWords(folder))))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const most = foldersOfFiles.length * MOST_FILES;
  return new Set([...counts].filter(([, count]) => count > most).map(([word]) => word));
}
