import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { getOrMake } from './get-or-make.ts';

/** What the files ask for: path relative to the root, and every specifier in it. */
export type Specifiers = Iterable<
  [file: string, facts: { imports: readonly { specifier: string }[] }]
>;

/** A name that is no path, asked for from the files of one folder (absolute). */
interface AskedName {
  folder: string;
  specifier: string;
}

export interface SourceRoots {
  /** Where an undeclared name leads, or why that cannot be said; undefined where it is no name of the codebase. */
  lookUp(asked: AskedName): { path: string } | { reason: string } | undefined;
}

/** What is known of the paths, and of what is installed. */
interface Known {
  /** Absolute path of the analysed folder. */
  root: string;
  folders: Iterable<string>;
  find(path: string): string | undefined;
  hasFolder(path: string): boolean;
  /** Folder of the package that a folder belongs to. */
  packageFolder(folder: string): string;
  /** Whether a package.json of the file or above it, or the codebase itself, has a package of that name. */
  isPackage(folder: string, specifier: string): boolean;
}

/** Fewer different names than this could be an accident. */
const MIN_NAMES = 3;

/**
 * Folders that bundlers and test runners search for names as they do `node_modules` (webpack's `resolve.modules`, Jest's
 * `moduleDirectories`, `NODE_PATH`, RequireJS's `baseUrl`), found by what they explain: their settings are programs, which
 * nobody runs here. Such a folder lies above the files that ask, and several names that no package.json declares lead to
 * files in it.
 * @param asked every specifier of the codebase; gone through when the first undeclared name is looked up
 */
export function createSourceRoots(known: Known, asked: Specifiers): SourceRoots {
  let named: Map<string, Set<string>> | undefined;
  let parents: Map<string, string[]> | undefined;

  /** The folder and those above it, as far as its package goes, nearest first. */
  function above(folder: string): string[] {
    const own = known.packageFolder(folder);
    const last = own.length > known.root.length ? own : known.root;
    const found: string[] = [];
    for (let at = folder; at.length >= last.length; at = posix.dirname(at)) found.push(at);
    return found;
  }

  function sourceBelow(folder: string, specifier: string): string | undefined {
    const path = known.find(`${folder}/${specifier}`);
    return path && !/\.d\.[cm]?ts$/.test(path) ? path : undefined;
  }

  function namesByRoot(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const { folder, specifier } of askedNames(known.root, asked)) {
      if (!isPathOfNames(specifier) || known.isPackage(folder, specifier)) continue;
      const first = firstOf(specifier);
      for (const at of above(folder))
        if (known.hasFolder(`${at}/${first}`) && sourceBelow(at, specifier))
          getOrMake(found, at, () => new Set()).add(specifier);
    }
    return found;
  }

  function isRoot(folder: string): boolean {
    named ??= namesByRoot();
    return (named.get(folder)?.size ?? 0) >= MIN_NAMES;
  }

  /** Whether some folder of the same package has what is named, wherever that is. */
  function liesSomewhere(folder: string, specifier: string): boolean {
    parents ??= parentsByName(known.folders);
    const own = known.packageFolder(folder);
    return (parents.get(firstOf(specifier)) ?? []).some(
      (parent) =>
        (parent === own || parent.startsWith(`${own}/`)) && sourceBelow(parent, specifier),
    );
  }

  return {
    lookUp({ folder, specifier }) {
      const roots = above(folder).filter(isRoot);
      const paths = new Set(roots.flatMap((at) => sourceBelow(at, specifier) ?? []));
      const [path] = paths;
      if (path !== undefined && paths.size === 1) return { path };
      if (paths.size > 1) return { reason: 'several folders above have such a file' };
      if (!isPathOfNames(specifier)) return undefined;
      const first = firstOf(specifier);
      if (roots.some((at) => known.hasFolder(`${at}/${first}`))) return { reason: 'no such file' };
      const plain = specifier.replace(/^[@~$]\/?/, '');
      return (isPathOfNames(specifier) && liesSomewhere(folder, specifier)) ||
        (plain !== specifier && isPathOfNames(plain) && liesSomewhere(folder, plain))
        ? { reason: 'looks like an alias that no tsconfig defines' }
        : undefined;
    },
  };
}

/** `components/Button`: one name says too little, it could be any package. */
function isPathOfNames(specifier: string): boolean {
  return /^[^./#:][^:]*\/[^:]/.test(specifier) && !isBuiltin(specifier);
}

function firstOf(specifier: string): string {
  return specifier.slice(0, specifier.indexOf('/'));
}

/** By the name of a folder: what it lies in. */
function parentsByName(folders: Iterable<string>): Map<string, string[]> {
  const parents = new Map<string, string[]>();
  for (const folder of folders)
    getOrMake(parents, posix.basename(folder), () => []).push(posix.dirname(folder));
  return parents;
}

function* askedNames(root: string, asked: Specifiers): Iterable<AskedName> {
  for (const [file, { imports }] of asked) {
    const folder = posix.dirname(`${root}/${file}`);
    for (const { specifier } of imports) yield { folder, specifier };
  }
}
