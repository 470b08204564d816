import type { Facts } from '../model/analysis.ts';
import { businessWords } from '../model/words.ts';
import { ownWords } from './own-words.ts';
import { sharedFolderWords } from './shared-folder-words.ts';

/**
 * Words of the business: what tables are called and what the paths of routes say, each said at
 * least so many times.
 */
function businessVocabulary(facts: Pick<Facts, 'tables' | 'routes'>, fewest = 1): Set<string> {
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

/** With fewer tables and routes than this, or this share of all files, nobody knows what the business is. */
const ENOUGH_KNOWN = 5;
const ENOUGH_FOR_FILES = 0.02;

/** Where fewer files than this share are called by words of the business, names say nothing, and neither does silence. */
const FEWEST_SPEAKING = 0.1;

/** True where tables and routes are known well enough for their absence to say something. */
export const businessIsKnown = ({
  files,
  tables,
  routes,
}: Pick<Facts, 'files' | 'tables' | 'routes'>): boolean =>
  tables.length + routes.length >= Math.max(ENOUGH_KNOWN, files.length * ENOUGH_FOR_FILES);

/** A word said less often than this may be the product's own name. */
const SAID_AGAIN = 2;

/** What the names of files say about the business. Each path is read once. */
export interface BusinessSpeech {
  /** False where little is known of the business or hardly a file speaks of it: then silence says nothing. */
  known: boolean;
  /** True when the file itself (or for an `index` its folder) is called by a word of the business. */
  nameSpeaks: (path: string) => boolean;
  /** True when the file or a folder on its path is called by a word of the business. */
  speaks: (path: string) => boolean;
  /** The same for words that several tables or routes say. */
  speaksCommonly: (path: string) => boolean;
}

export function businessSpeech(facts: Pick<Facts, 'files' | 'tables' | 'routes'>): BusinessSpeech {
  const vocabulary = businessVocabulary(facts);
  const common = businessVocabulary(facts, SAID_AGAIN);
  const mute = sharedFolderWords(facts.files.map(({ path }) => foldersOf(path)));
  const speaks = remembered((path) => pathSays(path, vocabulary, mute));
  const speaking = facts.files.filter(({ path }) => speaks(path)).length;
  return {
    known: businessIsKnown(facts) && speaking >= facts.files.length * FEWEST_SPEAKING,
    nameSpeaks: remembered((path) => nameSays(path, vocabulary, mute)),
    speaks,
    speaksCommonly: remembered((path) => pathSays(path, common, mute)),
  };
}

type Words = ReadonlySet<string>;

/** In a file's own name an ambiguous word counts; a folder of that name may well be a layer. */
const nameSays = (path: string, words: Words, mute: Words): boolean =>
  isIndex(path)
    ? folderSays(ownName(path), words, mute)
    : businessWords(ownName(path), words).some((word) => words.has(word));

const pathSays = (path: string, words: Words, mute: Words): boolean =>
  nameSays(path, words, mute) || foldersOf(path).some((folder) => folderSays(folder, words, mute));

const folderSays = (folder: string, words: Words, mute: Words): boolean =>
  businessWords(folder).some((word) => words.has(word) && !mute.has(word));

function remembered<Value>(read: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const value = read(name);
    known.set(name, value);
    return value;
  };
}

const foldersOf = (path: string): string[] => path.split('/').slice(0, -1);

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
  foldersOf(path).some((folder) => LIBRARY_FOLDERS.has(folder.toLowerCase()));
