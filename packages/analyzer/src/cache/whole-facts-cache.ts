import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Discovery } from '../discover/discover.ts';
import { contentExclusion } from '../discover/exclusions.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { Facts } from '../model/analysis.ts';
import { contentKey } from './content-key.ts';
import { openKeptSources } from './kept-sources.ts';
import { lineMoves } from './line-moves.ts';
import { type MovedFile, moveFacts } from './move-facts.ts';
import { replaceFile } from './replace-file.ts';
import { checkedText, writeJson } from './write-json.ts';

export interface WholeFactsCache {
  /**
   * Facts of the last run, where nothing that they follow from has changed since, or nothing but the lines things
   * are at.
   */
  get(discovery: Discovery, read: ReadFile): Facts | undefined;
  /** @param keys content keys of the sources as they were read, by path */
  set(discovery: Discovery, keys: ReadonlyMap<string, string>, facts: Facts): void;
}

export type ReadFile = (path: string, text: string) => FileFacts;

/** First line of the file; the facts are the second, the checksum of both the third. */
interface Head {
  digest: string;
  /** Content keys and bytes of the sources, in their order. */
  keys: string[];
  lengths: number[];
}

/** With more of them changed, reading each twice is no longer worth the while. */
const MAX_CHANGED = 32;

/**
 * The facts of a whole program in one file, with a digest of everything they follow from: the paths
 * of the codebase, its settings, size and time of its other files, and the content of its sources.
 * @param settings the build of this program and its options
 */
export function openWholeFactsCache(folder: string, settings: string): WholeFactsCache {
  const path = join(folder, 'facts.json');
  const kept = openKeptSources(folder);
  return {
    get(discovery, read) {
      // A source that cannot be read, a damaged file: found out anew.
      try {
        const [head = '', text = ''] = checkedText(readFileSync(path)).split('\n', 2);
        const { digest, keys, lengths } = JSON.parse(head) as Head;
        if (digest !== digestOf(settings, discovery)) return undefined;
        const changed = changedSources(discovery, keys);
        if (changed.length > MAX_CHANGED) return undefined;
        const moved: MovedFile[] = [];
        for (const [index, source] of changed) {
          const own = discovery.list.sources[index] ?? '';
          const before = kept.text(lengths, index);
          if (contentKey(extname(own), before) !== keys[index]) return undefined;
          const file = movedFile(own, before, source, read);
          if (!file) return undefined;
          moved.push(file);
        }
        const facts = JSON.parse(text) as Facts;
        return moveFacts(facts, text, moved) ? facts : undefined;
      } catch {
        return undefined;
      }
    },
    set(discovery, keys, facts) {
      const { root, list } = discovery;
      const all = list.sources.flatMap((source) => keys.get(source) ?? []);
      if (all.length < list.sources.length) return;
      const lengths = kept.keep(root, list.sources);
      if (!lengths) return;
      const head: Head = { digest: digestOf(settings, discovery), keys: all, lengths };
      replaceFile(path, (at) => writeJson(at, JSON.stringify(head), facts));
    },
  };
}

/** Place and text of the sources that are not what they were. */
function changedSources({ root, list }: Discovery, keys: readonly string[]): [number, string][] {
  const changed: [number, string][] = [];
  for (const [index, path] of list.sources.entries()) {
    const text = readFileSync(join(root, path), 'utf8');
    if (contentKey(extname(path), text) !== keys[index]) changed.push([index, text]);
  }
  return changed;
}

function movedFile(
  path: string,
  before: string,
  after: string,
  read: ReadFile,
): MovedFile | undefined {
  if (contentExclusion(path, before) || contentExclusion(path, after)) return undefined;
  const now = read(path, after);
  const moves = now.problems.length > 0 ? undefined : lineMoves(read(path, before), now);
  return moves && { path, moves, loc: now.loc };
}

function digestOf(settings: string, discovery: Discovery): string {
  const { root, list, tsconfigs, manifests, problems, schemasAbove } = discovery;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([settings, root, list, [...tsconfigs], problems, schemasAbove]));
  for (const manifest of manifests.values())
    hash.update(JSON.stringify({ ...manifest, dependencies: [...manifest.dependencies] }));
  for (const path of [...list.others, ...schemasAbove]) {
    const stats = statSync(join(root, path), { throwIfNoEntry: false });
    hash.update(`${stats?.size} ${stats?.mtimeMs}\n`);
  }
  return hash.digest('base64url');
}
