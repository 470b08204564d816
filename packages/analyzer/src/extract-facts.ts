import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { openFileFactsCache } from './cache/file-facts-cache.ts';
import { type Discovery, discover } from './discover/discover.ts';
import { contentExclusion } from './discover/exclusions.ts';
import { DETECTORS } from './facts/detectors/index.ts';
import type { FileFacts } from './facts/file-facts.ts';
import { assembleFacts } from './link/assemble.ts';
import { sortFacts } from './link/sort-facts.ts';
import type { Facts, Unresolved } from './model/analysis.ts';
import { AnalyzerError } from './model/error.ts';
import { createFileReader } from './parse/collect-file.ts';
import { defaultParseMode, PARSER_VERSION } from './parse/oxc.ts';

export interface Progress {
  stage: 'discover' | 'read' | 'link';
  done: number;
  total: number;
}

export interface ExtractOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Who draws the import graph; the other facts are the same. Default `fast`. */
  engine?: 'fast' | 'madge';
  /** Globs, relative to the root, that are not analysed. */
  exclude?: string[];
  /** Folder in which facts of unchanged files are kept for the next run. Default: none. */
  cacheDir?: string | false;
}

/**
 * Reads a codebase: everything that is known statically about it, nothing concluded. Bad files
 * become `unresolved` entries.
 * @throws AnalyzerError when there is nothing to analyse or the signal is aborted
 */
export async function extractFacts(root: string, options: ExtractOptions = {}): Promise<Facts> {
  const folder = checkRoot(root);
  options.onProgress?.({ stage: 'discover', done: 0, total: 1 });
  const discovery = discover(folder, options.exclude);
  const read = await readSources(discovery, options);
  if (read.facts.size === 0 && read.unresolved.length === 0) throw noSources(root, discovery);
  stopIfAborted(options.signal);
  options.onProgress?.({ stage: 'link', done: 0, total: 1 });
  const facts = assembleFacts(discovery, read);
  if (options.engine !== 'madge') return facts;
  // Loaded only when asked for: it brings several parsers with it.
  const { madgeEdges } = await import('./engines/madge.ts');
  const tsconfig = discovery.tsconfigs.has(folder) ? join(folder, 'tsconfig.json') : undefined;
  const imports = await madgeEdges(folder, [...read.facts.keys()], tsconfig);
  return sortFacts({ ...facts, imports });
}

function checkRoot(root: string): string {
  const folder = resolve(root);
  let stats: ReturnType<typeof statSync>;
  try {
    stats = statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw new AnalyzerError(
      'ANALYZER_ROOT_UNREADABLE',
      `${root} cannot be read: ${String(error)}`,
      'Check the permissions of the folder and of those above it.',
    );
  }
  if (!stats)
    throw new AnalyzerError(
      'ANALYZER_ROOT_NOT_FOUND',
      `There is no folder ${root}.`,
      'Check the path; it is taken relative to the current folder.',
    );
  if (!stats.isDirectory()) {
    throw new AnalyzerError(
      'ANALYZER_ROOT_NOT_A_FOLDER',
      `${root} is a file.`,
      'Give the folder that holds the code.',
    );
  }
  return folder.split(sep).join('/');
}

function noSources(root: string, discovery: Discovery): AnalyzerError {
  const skipped = discovery.list.excluded.length;
  return new AnalyzerError(
    'ANALYZER_NO_SOURCES',
    `${root} holds no TypeScript or JavaScript source file${skipped > 0 ? ` (${skipped} paths are excluded by default)` : ''}.`,
    'Give the folder that holds the code; tests, generated and ignored files do not count.',
  );
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AnalyzerError('ANALYZER_ABORTED', 'The analysis was cancelled.', 'Run it again.');
}

export interface SourceReading {
  /** In the order of paths. */
  facts: Map<string, FileFacts>;
  excluded: { path: string; reason: string }[];
  unresolved: Unresolved[];
}

const BATCH = 64;

async function readSources(discovery: Discovery, options: ExtractOptions): Promise<SourceReading> {
  const reading: SourceReading = {
    facts: new Map(),
    excluded: [...discovery.list.excluded],
    unresolved: [],
  };
  const deepNames = new Set(DETECTORS.flatMap((detector) => detector.calls));
  const reader = createFileReader(defaultParseMode(), (name) => deepNames.has(name));
  const cache = options.cacheDir
    ? openFileFactsCache(options.cacheDir, `${PARSER_VERSION} ${[...deepNames].sort().join()}`)
    : undefined;
  const readOne = (path: string, text: string): FileFacts => {
    const extension = extname(path);
    const known = cache?.get(extension, text);
    if (known) return known;
    const facts = reader.read(path, text);
    cache?.set(extension, text, facts);
    return facts;
  };
  const { sources } = discovery.list;
  for (const { path, reason } of discovery.list.unreadable) {
    reading.unresolved.push({ kind: 'file', file: path, line: 1, text: path, reason });
  }
  for (let start = 0; start < sources.length; start += BATCH) {
    stopIfAborted(options.signal);
    options.onProgress?.({ stage: 'read', done: start, total: sources.length });
    const batch = sources.slice(start, start + BATCH);
    const texts = await Promise.all(
      batch.map((path) =>
        readFile(join(discovery.root, path), 'utf8').catch((error: unknown) => ({ error })),
      ),
    );
    for (const [index, path] of batch.entries()) addSource(reading, path, texts[index], readOne);
  }
  cache?.save();
  return reading;
}

function addSource(
  reading: SourceReading,
  path: string,
  text: string | { error: unknown } | undefined,
  read: (path: string, text: string) => FileFacts,
): void {
  if (typeof text !== 'string') {
    const code =
      text?.error instanceof Error && 'code' in text.error
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
  const reason = contentExclusion(text);
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
