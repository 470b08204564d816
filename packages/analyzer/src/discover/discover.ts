import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileList, listFiles } from './list-files.ts';
import { type PackageManifest, readManifest } from './packages.ts';
import { schemasAbove } from './schemas-above.ts';
import { type ConfigProblem, type FolderOf, type PathMapping, readTsconfig } from './tsconfig.ts';

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
  const configs: string[] = [];
  for (const path of list.others) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === 'package.json') addManifest(discovery, join(root, path));
    else if (isTsconfig(name)) configs.push(join(root, path));
  }
  // The analysed folder is often a part of a repository whose settings lie above it.
  let folder = root;
  for (let level = 0; level < LEVELS_ABOVE; level++) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })) break;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
    addManifest(discovery, join(folder, 'package.json'));
    configs.push(join(folder, 'tsconfig.json'));
  }
  // A tsconfig may extend one that another package of the codebase holds.
  const folders = new Map<string, string>();
  for (const { name, folder: own } of discovery.manifests.values())
    if (name && !folders.has(name)) folders.set(name, own);
  for (const path of configs) addTsconfig(discovery, path, (name) => folders.get(name));
  if (!list.others.some((path) => path.endsWith('.prisma')))
    discovery.schemasAbove = schemasAbove(root, discovery.manifests.values());
  return discovery;
}

function isTsconfig(name: string): boolean {
  return name === 'tsconfig.json' || name === 'jsconfig.json';
}

function addManifest({ manifests, problems }: Discovery, path: string): void {
  const manifest = readManifest(path, problems);
  if (manifest) manifests.set(dirname(path), manifest);
}

function addTsconfig({ tsconfigs, problems }: Discovery, path: string, folderOf: FolderOf): void {
  const folder = dirname(path);
  if (path.endsWith('jsconfig.json') && tsconfigs.has(folder)) return;
  const mapping = readTsconfig(path, problems, folderOf);
  if (mapping) tsconfigs.set(folder, mapping);
}
