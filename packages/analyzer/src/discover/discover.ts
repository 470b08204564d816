import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileList, listFiles } from './list-files.ts';
import { type PackageManifest, readManifest } from './packages.ts';
import { schemasAbove } from './schemas-above.ts';
import { type ConfigProblem, type PathMapping, readTsconfig } from './tsconfig.ts';

/** Everything about a codebase that is known before a source file is opened. */
export interface Discovery {
  /** Absolute path of the analysed folder, with `/`. */
  root: string;
  list: FileList;
  /** By absolute folder; folders above the root are included. */
  tsconfigs: Map<string, PathMapping>;
  manifests: Map<string, PackageManifest>;
  problems: ConfigProblem[];
  /** Prisma schemas above the root that its code goes by, relative to it; none where it has its own. */
  schemasAbove: string[];
}

const LEVELS_ABOVE = 6;

export function discover(root: string, exclude: string[] = []): Discovery {
  const list = listFiles(root, exclude);
  const discovery: Discovery = {
    root,
    list,
    tsconfigs: new Map(),
    manifests: new Map(),
    problems: [],
    schemasAbove: [],
  };
  for (const path of list.others) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (isTsconfig(name) || name === 'package.json') readConfig(discovery, join(root, path));
  }
  // The analysed folder is often a part of a repository whose settings lie above it.
  let folder = root;
  for (let level = 0; level < LEVELS_ABOVE; level++) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })) break;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
    for (const name of ['package.json', 'tsconfig.json']) readConfig(discovery, join(folder, name));
  }
  if (!list.others.some((path) => path.endsWith('.prisma')))
    discovery.schemasAbove = schemasAbove(root, discovery.manifests.values());
  return discovery;
}

function isTsconfig(name: string): boolean {
  return name === 'tsconfig.json' || name === 'jsconfig.json';
}

function readConfig(discovery: Discovery, path: string): void {
  const folder = dirname(path);
  if (path.endsWith('package.json')) {
    const manifest = readManifest(path, discovery.problems);
    if (manifest) discovery.manifests.set(folder, manifest);
    return;
  }
  if (path.endsWith('jsconfig.json') && discovery.tsconfigs.has(folder)) return;
  const mapping = readTsconfig(path, discovery.problems);
  if (mapping) discovery.tsconfigs.set(folder, mapping);
}
