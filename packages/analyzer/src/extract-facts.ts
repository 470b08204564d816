import { statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openWholeFactsCache, type WholeFactsCache } from './cache/whole-facts-cache.ts';
import { type Discovery, discover } from './discover/discover.ts';
import type { SourceReading } from './facts/source-reading.ts';
import { assembleFacts } from './link/assemble.ts';
import { sortFacts } from './link/sort-facts.ts';
import type { Facts } from './model/analysis.ts';
import { AnalyzerError } from './model/error.ts';
import {
  cacheSettings,
  createReader,
  type ExtractOptions,
  readSources,
  stopIfAborted,
} from './read-sources.ts';

export type { ExtractOptions, Progress } from './read-sources.ts';

/**
 * Reads a codebase: everything that is known statically about it, nothing concluded. Bad files
 * become `unresolved` entries.
 * @throws AnalyzerError when there is nothing to analyse or the signal is aborted
 */
export async function extractFacts(root: string, options: ExtractOptions = {}): Promise<Facts> {
  const folder = checkRoot(root);
  options.onProgress?.({ stage: 'discover', done: 0, total: 1 });
  await setImmediate();
  stopIfAborted(options.signal);
  const discovery = discover(folder, options.exclude);
  options.onProgress?.({ stage: 'discover', done: 1, total: 1 });
  const whole = openWhole(options);
  const known = whole?.get(discovery, createReader());
  if (known) return known;
  const read = await readSources(discovery, options);
  if (read.facts.size === 0 && read.unresolved.length === 0) throw noSources(root, discovery);
  stopIfAborted(options.signal);
  options.onProgress?.({ stage: 'link', done: 0, total: 1 });
  const pause = async (): Promise<void> => {
    await setImmediate();
    stopIfAborted(options.signal);
  };
  const fast = await assembleFacts(discovery, read, pause);
  options.onProgress?.({ stage: 'link', done: 1, total: 1 });
  const facts = options.types ? await addTypes(discovery, read, fast, pause, options) : fast;
  if (options.engine !== 'madge') {
    whole?.set(discovery, read.keys, facts);
    return facts;
  }
  // Loaded only when asked for: it brings several parsers with it.
  const { madgeEdges } = await import('./engines/madge.ts');
  const tsconfig = discovery.tsconfigs.has(folder) ? join(folder, 'tsconfig.json') : undefined;
  const imports = await madgeEdges(folder, [...read.facts.keys()], tsconfig, options.signal);
  return sortFacts({ ...facts, imports });
}

/** Types and madge read more than is known of here: what they find is not kept. */
function openWhole({ cacheDir, engine, types }: ExtractOptions): WholeFactsCache | undefined {
  return cacheDir && engine !== 'madge' && !types
    ? openWholeFactsCache(cacheDir, cacheSettings())
    : undefined;
}

/** Links again with what TypeScript's checker says, and counts what that added. */
async function addTypes(
  discovery: Discovery,
  read: SourceReading,
  fast: Facts,
  pause: () => Promise<void>,
  { onProgress, signal }: ExtractOptions,
): Promise<Facts> {
  // Loaded only when asked for: it brings a compiler with it.
  const { resolveTypes } = await import('./types/resolve-types.ts');
  const report = (done: number, total: number): void =>
    onProgress?.({ stage: 'types', done, total });
  report(0, 1);
  const { hints, asked, answered, problem } = await resolveTypes(
    discovery,
    read,
    pause,
    report,
    signal,
  );
  stopIfAborted(signal);
  report(1, 1);
  const facts = await assembleFacts(discovery, read, pause, hints);
  const more = (count: (of: Facts) => number): number => count(facts) - count(fast);
  facts.stats.types = {
    asked,
    answered,
    calls: more((f) => f.calls.length),
    accesses: more((f) => f.accesses.length),
    injections: more((f) => f.injections.filter((i) => i.to !== undefined).length),
  };
  if (problem)
    facts.unresolved.push({ kind: 'config', file: '.', line: 1, text: '--types', reason: problem });
  return sortFacts(facts);
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
