import type { Unresolved } from '../model/analysis.ts';
import type { FileFacts } from './file-facts.ts';

/** What reading the files of a codebase one by one gave. */
export interface SourceReading {
  /** In the order of paths. */
  facts: Map<string, FileFacts>;
  /** Content keys of the texts read, where a cache wants them. */
  keys: Map<string, string>;
  excluded: { path: string; reason: string }[];
  unresolved: Unresolved[];
}
