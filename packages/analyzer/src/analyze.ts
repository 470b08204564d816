import { resolve } from 'node:path';
import { type ExtractOptions, extractFacts } from './extract-facts.ts';
import type { LogPlace } from './history/git-log.ts';
import { readHistory } from './history/read-history.ts';
import { judgeFacts } from './judge-facts.ts';
import type { Analysis, Facts } from './model/analysis.ts';
import type { Boundaries } from './model/boundaries.ts';
import { AnalyzerError } from './model/error.ts';
import type { Steering } from './model/steering.ts';
import { readPractices } from './practices/read-practices.ts';

export interface AnalyzeOptions extends ExtractOptions {
  /** A person's word on the boundaries. */
  steering?: Steering;
  /** Where everything was in an earlier analysis (`boundariesOf`): it stays there unless another place is clearly better. */
  previous?: Boundaries;
  /** Same seed, same bytes. Default 1. */
  seed?: number;
  /** False leaves out what git and CODEOWNERS know, which is read where the code is unless said otherwise. Default true. */
  history?: boolean | LogPlace;
}

/**
 * The whole way: source to facts, facts to boundaries, findings and a verdict.
 * @throws {AnalyzerError} ANALYZER_ROOT_NOT_FOUND, ANALYZER_NO_SOURCES, ANALYZER_ABORTED, …
 */
export async function analyze(root: string, options: AnalyzeOptions = {}): Promise<Analysis> {
  const { steering, seed, history = true, previous, ...extraction } = options;
  const read = await extractFacts(root, extraction);
  const facts: Facts = { ...read, practices: readPractices(resolve(root), read) };
  if (history) {
    const place = history === true ? {} : history;
    facts.history = await readHistory(root, read.files, options.signal, place);
  }
  try {
    return judgeFacts(facts, steering, seed, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(previous === undefined ? {} : { previous }),
    });
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw new AnalyzerError('ANALYZER_ABORTED', 'The analysis was cancelled.', 'Run it again.');
  }
}
