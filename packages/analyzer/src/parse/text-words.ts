import { createWordFinder } from './find-words.ts';
import type { TextBytes } from './text-bytes.ts';

/** Words whose mere absence from a text, comments included, spares it a closer look. */
const WORDS = [
  'process',
  'import.meta',
  'Bun.env',
  'Deno.env',
  'import(',
  'createRequire',
  'use server',
] as const;

export type TextWord = (typeof WORDS)[number];

const finder = createWordFinder(WORDS);

export interface TextWords {
  has(word: TextWord): boolean;
}

export function wordsOf({ bytes, end }: TextBytes): TextWords {
  const found = finder.find(bytes, 0, end);
  return { has: (word) => (found & (1 << WORDS.indexOf(word))) !== 0 };
}
