import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { buildFolders } from './build-folders.ts';
import {
  fileExclusion,
  folderExclusion,
  isListedThough,
  MAX_SOURCE_BYTES,
  MAYBE_TEST,
  otherExclusion,
  SOURCE_FILE,
  TEST_CODE,
} from './exclusions.ts';

export interface FileList {
  /** Source files to analyse, relative with `/`, sorted. */
  sources: string[];
  /** Every other file seen, also excluded sources: imports may lead to them. */
  others: string[];
  excluded: { path: string; reason: string }[];
  unreadable: { path: string; reason: string }[];
}

interface Walk {
  root: string;
  list: FileList;
  isExcluded: (path: string) => boolean;
  /** Real paths of the folders above the current one: a link back to one of them is a cycle. */
  seen: Set<string>;
}

type Layer = { base: string; rules: Ignore };

/**
 * Walks a folder, following `.gitignore` files of it and of the folders above it in the same
 * repository. Links to folders are followed unless they leave the root or form a cycle.
 */
export function listFiles(root: string, exclude: string[] = []): FileList {
  const list: FileList = { sources: [], others: [], excluded: [], unreadable: [] };
  const isExcluded = exclude.length > 0 ? picomatch(exclude, { dot: true }) : () => false;
  const walk: Walk = { root, list, isExcluded, seen: new Set() };
  walkFolder(walk, root, '', layersAbove(root));
  list.sources.sort();
  list.others.sort();
  list.excluded.sort((a, b) => (a.path < b.path ? -1 : 1));
  return list;
}

function layersAbove(root: string): Layer[] {
  const layers: Layer[] = [];
  let folder = root;
  for (let depth = 0; depth < 12; depth++) {
    if (exists(join(folder, '.git'))) break;
    const parent = dirname(folder);
    if (parent === folder) return [];
    folder = parent;
    const layer = readIgnore(folder);
    if (layer) layers.unshift(layer);
  }
  return exists(join(folder, '.git')) ? layers : [];
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readIgnore(folder: string): Layer | undefined {
  try {
    const rules = ignore().add(readFileSync(join(folder, '.gitignore'), 'utf8'));
    return { base: folder, rules };
  } catch {
    return undefined;
  }
}

function isIgnored(layers: Layer[], path: string, isFolder: boolean): boolean {
  return layers.some(({ base, rules }) => {
    const inside = relative(base, path).split(sep).join('/');
    if (inside === '' || inside.startsWith('..')) return false;
    return rules.ignores(isFolder ? `${inside}/` : inside);
  });
}

function walkFolder(walk: Walk, folder: string, path: string, above: Layer[]): void {
  let entries: Dirent[];
  let real: string;
  try {
    real = realpathSync(folder);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    walk.list.unreadable.push({ path: path || '.', reason: reasonOf(error) });
    return;
  }
  if (walk.seen.has(real)) {
    walk.list.excluded.push({ path, reason: 'a link to a folder already read' });
    return;
  }
  walk.seen.add(real);
  const own = entries.some((e) => e.name === '.gitignore') ? readIgnore(folder) : undefined;
  const layers = own ? [...above, own] : above;
  const builds = buildFolders(folder, entries);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    visitEntry(
      walk,
      entry,
      join(folder, entry.name),
      path ? `${path}/${entry.name}` : entry.name,
      layers,
      builds,
    );
  }
}

function visitEntry(
  walk: Walk,
  entry: Dirent,
  full: string,
  path: string,
  layers: Layer[],
  builds: ReadonlySet<string>,
): void {
  const kind = kindOf(walk, entry, full, path);
  if (kind === 'folder') {
    const reason = folderReason(walk, entry.name, full, path, layers, builds);
    if (reason) {
      walk.list.excluded.push({ path, reason });
      if (isListedThough(reason)) listNames(walk, full, path, 0);
    } else walkFolder(walk, full, path, layers);
    return;
  }
  if (kind !== 'file') return;
  if (!SOURCE_FILE.test(entry.name)) {
    const reason = otherExclusion(path);
    if (reason) walk.list.excluded.push({ path, reason });
    else if (!isIgnored(layers, full, false)) walk.list.others.push(path);
    return;
  }
  const reason = fileReason(walk, full, path, layers);
  if (!reason) {
    walk.list.sources.push(path);
    return;
  }
  walk.list.excluded.push({ path, reason });
  walk.list.others.push(path);
}

function kindOf(
  walk: Walk,
  entry: Dirent,
  full: string,
  path: string,
): 'file' | 'folder' | undefined {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  const odd = entry.isSymbolicLink() ? linkReason(walk, full) : 'neither a file nor a folder';
  if (odd === BROKEN_LINK) {
    if (SOURCE_FILE.test(entry.name)) walk.list.unreadable.push({ path, reason: odd });
  } else if (odd) walk.list.excluded.push({ path, reason: odd });
  return undefined;
}

const BROKEN_LINK = 'a link that leads nowhere';

/** Why a link is not followed; what it points to inside the codebase is read where it lies. */
function linkReason(walk: Walk, full: string): string | undefined {
  try {
    const real = realpathSync(full);
    if (relative(realpathSync(walk.root), real).startsWith('..')) {
      return 'a link out of the analysed folder';
    }
    return statSync(real).isDirectory() ? 'a link to a folder of the same codebase' : undefined;
  } catch {
    return BROKEN_LINK;
  }
}

function folderReason(
  walk: Walk,
  name: string,
  full: string,
  path: string,
  layers: Layer[],
  builds: ReadonlySet<string>,
): string | undefined {
  const reason = folderExclusion(name);
  if (reason) return reason;
  if (builds.has(name)) return 'build output';
  if (walk.isExcluded(path) || walk.isExcluded(`${path}/`)) return 'excluded by option';
  return isIgnored(layers, full, true) ? 'ignored by git' : undefined;
}

function fileReason(walk: Walk, full: string, path: string, layers: Layer[]): string | undefined {
  const reason = fileExclusion(path);
  if (reason) return reason;
  if (MAYBE_TEST.test(path) && TEST_CODE.test(readText(full))) return 'tests';
  if (walk.isExcluded(path)) return 'excluded by option';
  if (isIgnored(layers, full, false)) return 'ignored by git';
  const size = statSync(full, { throwIfNoEntry: false })?.size ?? 0;
  return size > MAX_SOURCE_BYTES ? `larger than ${MAX_SOURCE_BYTES / 1_000_000} MB` : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error
    ? `cannot be read (${String(error.code)})`
    : 'cannot be read';
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const MAX_LISTED_DEPTH = 12;

/** Remembers the files of an excluded folder, so that an import of one is not called unresolved. */
function listNames(walk: Walk, folder: string, path: string, depth: number): void {
  if (depth > MAX_LISTED_DEPTH) return;
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const inner = `${path}/${entry.name}`;
    if (entry.isFile()) walk.list.others.push(inner);
    else if (entry.isDirectory() && entry.name !== 'node_modules')
      listNames(walk, join(folder, entry.name), inner, depth + 1);
  }
}
