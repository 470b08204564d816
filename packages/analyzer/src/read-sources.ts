import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { buildId } from './cache/build-id.ts';
import { contentKey } from './cache/content-key.ts';
import type { Discovery } from './discover/discover.ts';
import { contentExclusion } from './discover/exclusions.ts';
import { DETECTORS } from './facts/detectors/index.ts';
import type { FileFacts } from './facts/file-facts.ts';
import type { SourceReading } from './facts/source-reading.ts';
import type { Unresolved } from './model/analysis.ts';
import { AnalyzerError } from './model/error.ts';
import { createFileReader } from './parse/collect-file.ts';
import { defaultParseMode, memoryProblem, PARSER_VERSION } from './parse/oxc.ts';

export interface Progress {
  stage: 'discover' | 'read' | 'link' | 'types';
  done: number;
  total: number;
}

export interface ExtractOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Who draws the import graph; the other facts are the same. Default `fast`. */
  engine?: 'fast' | 'madge';
  /**
   * Has TypeScript's checker decide what the fast path cannot; slower by a multiple, and `stats.types`
   * says what it added. Default false.
   */
  types?: boolean;
  /** Globs, relative to the root, that are not analysed. */
  exclude?: string[];
  /** Folder in which facts and sources are kept for the next run. Default: none. */
  cacheDir?: string | false;
}

export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AnalyzerError('ANALYZER_ABORTED', 'The analysis was cancelled.', 'Run it again.');
}

/** What besides the text of a file decides its facts. */
export function cacheSettings(): string {
  return `${PARSER_VERSION} ${defaultParseMode()} ${buildId()}`;
}

const BATCH = 64;

/** Facts of one text, all that some detector may ask for in them. */
export function createReader(): (path: string, text: string) => FileFacts {
  const deepNames = new Set(DETECTORS.flatMap((detector) => detector.calls));
  const reader = createFileReader(defaultParseMode(), (name) => deepNames.has(name));
  return reader.read;
}

/** Reads every source file. */
export async function readSources(
  discovery: Discovery,
  options: ExtractOptions,
): Promise<SourceReading> {
  const reading: SourceReading = {
    facts: new Map(),
    keys: new Map(),
    excluded: [...discovery.list.excluded],
    unresolved: [],
  };
  const read = createReader();
  const { sources } = discovery.list;
  const problem = memoryProblem();
  if (problem !== undefined) reading.unresolved.push(slowParser(problem));
  for (const { path, reason } of discovery.list.unreadable) {
    reading.unresolved.push({ kind: 'file', file: path, line: 1, text: path, reason });
  }
  for (let start = 0; start < sources.length; start += BATCH) {
    stopIfAborted(options.signal);
    options.onProgress?.({ stage: 'read', done: start, total: sources.length });
    const batch = sources.slice(start, start + BATCH);
    for (const path of batch) {
      const text = readText(join(discovery.root, path));
      if (options.cacheDir && typeof text === 'string')
        reading.keys.set(path, contentKey(extname(path), text));
      addSource(reading, path, text, read);
    }
    // Signals and timers get their turn.
    await setImmediate();
  }
  options.onProgress?.({ stage: 'read', done: sources.length, total: sources.length });
  return reading;
}

/** The facts are the same; that it takes longer has a cause that can be put right. */
function slowParser(problem: string): Unresolved {
  const reason = `every file is read through JSON, which takes several times as long: ${problem}`;
  return { kind: 'config', file: '.', line: 1, text: 'oxc-parser', reason };
}

/** Read one after the other: cheaper in CPU than through the thread pool, and no slower. */
function readText(path: string): string | { error: unknown } {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { error };
  }
}

function addSource(
  reading: SourceReading,
  path: string,
  text: string | { error: unknown },
  read: (path: string, text: string) => FileFacts,
): void {
  if (typeof text !== 'string') {
    const code =
      text.error instanceof Error && 'code' in text.error
        ? String(text.error.code)
        : 'unknown error';
    reading.unresolved.push({
      kind: 'file',
      file: path,
      line: 1,
      text: path,
      reason: `cannot be read (${code})`,
    });
    return;
  }
  const reason = contentExclusion(path, text);
  if (reason) {
    reading.excluded.push({ path, reason });
    return;
  }
  const facts = read(path, text);
  reading.facts.set(path, facts);
  for (const { line, message } of facts.problems) {
    reading.unresolved.push({
      kind: 'file',
      file: path,
      line,
      text: path,
      reason: `syntax error: ${message}`,
    });
  }
}
