import { posix } from 'node:path';

/** Answers which file a path without extension means, from the set of known paths alone. */
export interface PathIndex {
  /** The file that `path` (absolute, maybe without extension or a folder) stands for. */
  find(path: string): string | undefined;
  has(path: string): boolean;
  hasFolder(path: string): boolean;
  folders: Iterable<string>;
}

/** Order of TypeScript's resolution, then what Node and bundlers add. */
const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.vue',
  '.svelte',
  '.node',
  '.d.ts',
];

/** TypeScript lets an import name the file that will be emitted. */
const EMITTED_FROM: Record<string, string[]> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx', '.d.ts'],
  '.jsx': ['.tsx', '.jsx', '.d.ts'],
  '.mjs': ['.mts', '.mjs', '.d.mts'],
  '.cjs': ['.cts', '.cjs', '.d.cts'],
};

export function createPathIndex(
  paths: Iterable<string>,
  entryOf: (folder: string) => string[],
): PathIndex {
  const files = new Set(paths);
  const folders = new Set<string>();
  for (const path of files) {
    let folder = posix.dirname(path);
    while (folder.length > 1 && !folders.has(folder)) {
      folders.add(folder);
      folder = posix.dirname(folder);
    }
  }

  function findFile(path: string): string | undefined {
    const extension = posix.extname(path);
    const emitted = EMITTED_FROM[extension];
    if (emitted) {
      const stem = path.slice(0, -extension.length);
      for (const candidate of emitted) if (files.has(stem + candidate)) return stem + candidate;
    } else if (extension && files.has(path)) return path;
    for (const candidate of EXTENSIONS) if (files.has(path + candidate)) return path + candidate;
    return files.has(path) ? path : undefined;
  }

  function findFolder(path: string): string | undefined {
    if (!folders.has(path)) return undefined;
    for (const entry of entryOf(path)) {
      const target = posix.join(path, entry);
      const found = findFile(target) ?? findFile(`${target}/index`);
      if (found) return found;
    }
    return findFile(`${path}/index`);
  }

  return {
    has: (path) => files.has(path),
    hasFolder: (path) => folders.has(path),
    folders,
    find(path) {
      const clean = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
      return (path === clean ? findFile(clean) : undefined) ?? findFolder(clean);
    },
  };
}
