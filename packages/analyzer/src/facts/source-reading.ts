import type { Unresolved } from '../model/analysis.ts';
import type { FileFacts } from './file-facts.ts';

/** What reading the files of a codebase one by one gave. */
export interface SourceReading {
  /** In the order of paths. */
  facts: Map<string, FileFacts>;
  excluded: { path: string; reason: string }[];
  unresolved: Unresolved[];
}
