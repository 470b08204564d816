import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Discovery } from '../discover/discover.ts';
import type { Facts } from '../model/analysis.ts';
import { contentKey } from './file-facts-cache.ts';
import { replaceFile } from './replace-file.ts';

export interface WholeFactsCache {
  /** Facts of the last run, where nothing that they follow from has changed since. */
  get(discovery: Discovery): Facts | undefined;
  /** @param keys content keys of the sources as they were read, by path */
  set(discovery: Discovery, keys: ReadonlyMap<string, string>, facts: Facts): void;
}

/**
 * The facts of a whole program in one file, under a digest of everything they follow from: the paths
 * of the codebase, its settings, the content of its sources, size and time of its other files.
 * @param settings the build of this program and its options
 */
export function openWholeFactsCache(folder: string, settings: string): WholeFactsCache {
  const path = join(folder, 'facts.json');
  return {
    get(discovery) {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
      const keys = new Map<string, string>();
      try {
        for (const source of discovery.list.sources)
          keys.set(source, contentKey(extname(source), readSource(discovery, source)));
        const head = `${digestOf(settings, discovery, keys)}\n`;
        return text.startsWith(head) ? (JSON.parse(text.slice(head.length)) as Facts) : undefined;
      } catch {
        // A source that cannot be read, a damaged file: found out anew.
        return undefined;
      }
    },
    set(discovery, keys, facts) {
      if (discovery.list.sources.some((source) => !keys.has(source))) return;
      const digest = digestOf(settings, discovery, keys);
      replaceFile(path, () => `${digest}\n${JSON.stringify(facts)}`);
    },
  };
}

function readSource(discovery: Discovery, path: string): string {
  return readFileSync(join(discovery.root, path), 'utf8');
}

function digestOf(
  settings: string,
  discovery: Discovery,
  keys: ReadonlyMap<string, string>,
): string {
  const { root, list, tsconfigs, manifests, problems, schemasAbove } = discovery;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([settings, root, list, [...tsconfigs], problems, schemasAbove]));
  for (const manifest of manifests.values())
    hash.update(JSON.stringify({ ...manifest, dependencies: [...manifest.dependencies] }));
  for (const path of list.sources) hash.update(keys.get(path) ?? '');
  for (const path of [...list.others, ...schemasAbove]) {
    const stats = statSync(join(root, path), { throwIfNoEntry: false });
    hash.update(`${stats?.size} ${stats?.mtimeMs}\n`);
  }
  return hash.digest('base64url');
}
