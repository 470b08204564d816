import type { KeywordRule } from './keyword-change.ts';
import { limitChanges } from './limit-changes.ts';
import { namedPartChanges, presenceChanges } from './part-changes.ts';
import { nullChanges, typeChanges } from './type-changes.ts';
import {
  constChanges,
  enumChanges,
  exactChanges,
  extensibleEnumChanges,
  patternChanges,
} from './value-changes.ts';

/** Every comparison of keywords, in the order of the report. */
export const KEYWORD_RULES: readonly KeywordRule[] = [
  typeChanges,
  nullChanges,
  enumChanges,
  extensibleEnumChanges,
  constChanges,
  limitChanges,
  patternChanges,
  presenceChanges,
  namedPartChanges,
  exactChanges,
];
