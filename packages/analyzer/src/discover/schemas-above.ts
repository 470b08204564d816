import { type Dirent, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { readJsonFile, record, stringOf } from './json-file.ts';
import type { PackageManifest } from './packages.ts';

const LEVELS_ABOVE = 6;
/** From the top of a repository down to the schema of one of its packages: `packages/db/prisma`. */
const MAX_DEPTH = 4;
const NOT_LOOKED_INTO = /^(?:node_modules|dist|build|tests?|examples?|fixtures|\..*)$/;

/**
 * Prisma schemas of the same repository above the analysed folder, relative to it (`../prisma/schema.prisma`):
 * the nearest that a folder on the way up says or holds, else the one that any package of the repository has.
 * None where no package depends on Prisma, the folder is in no repository, or several packages have a schema.
 */
export function schemasAbove(root: string, manifests: Iterable<PackageManifest>): string[] {
  const usesPrisma = [...manifests].some(
    ({ dependencies }) => dependencies.has('@prisma/client') || dependencies.has('prisma'),
  );
  const top = usesPrisma ? repositoryOf(root) : undefined;
  if (top === undefined || top === root) return [];
  const shown = (paths: string[]): string[] =>
    paths.map((path) => relative(root, path).split(sep).join('/')).sort();
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const own = schemasOf(folder);
    if (own.length > 0) return shown(own);
    if (folder === top) break;
  }
  const all = schemasBelow(top, 0);
  return all.length === 1 ? shown(all[0] ?? []) : [];
}

/** The folder above that a repository or a workspace begins with. */
function repositoryOf(root: string): string | undefined {
  let folder = root;
  for (let level = 0; level <= LEVELS_ABOVE; level++) {
    if (exists(join(folder, '.git')) || exists(join(folder, 'pnpm-workspace.yaml'))) return folder;
    if (manifestOf(folder).workspaces) return folder;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return undefined;
}

/** Nothing where it is a pipe or a folder: opening the one would wait for ever. */
function manifestOf(folder: string): Record<string, unknown> {
  const path = join(folder, 'package.json');
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  return (isFile ? readJsonFile(path)?.value : undefined) ?? {};
}

/** What `package.json` of a folder says of Prisma's schema, or where Prisma looks for it by itself. */
function schemasOf(folder: string): string[] {
  const told = stringOf(record(manifestOf(folder).prisma).schema);
  for (const place of [...(told ? [told] : []), 'prisma', 'schema.prisma']) {
    const found = schemaFilesIn(join(folder, place), 0);
    if (found.length > 0) return found;
  }
  return [];
}

function schemaFilesIn(path: string, depth: number): string[] {
  if (path.endsWith('.prisma')) return exists(path) ? [path] : [];
  if (depth > 2) return [];
  return entriesOf(path).flatMap((entry) =>
    entry.isDirectory()
      ? schemaFilesIn(join(path, entry.name), depth + 1)
      : entry.name.endsWith('.prisma')
        ? [join(path, entry.name)]
        : [],
  );
}

/** The schemas of the packages of a repository, one list for each package. */
function schemasBelow(folder: string, depth: number): string[][] {
  const own = depth > 0 ? schemasOf(folder) : [];
  if (own.length > 0) return [own];
  if (depth === MAX_DEPTH) return [];
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !NOT_LOOKED_INTO.test(entry.name))
    .flatMap((entry) => schemasBelow(join(folder, entry.name), depth + 1));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
