import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Discovery } from '../discover/discover.ts';
import type { PackageManifest } from '../discover/packages.ts';
import type { PathMapping } from '../discover/tsconfig.ts';
import { getOrMake } from './get-or-make.ts';
import { mapTargets, matchPattern } from './package-map.ts';
import { createPathIndex } from './path-index.ts';
import { createSourceRoots, type Specifiers } from './source-roots.ts';

export type Resolution =
  | { k: 'file'; path: string }
  /** A file of the codebase that is not analysed (tests, generated code) or not source (JSON, CSS). */
  | { k: 'outside'; path: string }
  | { k: 'external'; package: string }
  | { k: 'builtin'; name: string }
  | { k: 'unresolved'; reason: string };

export interface Resolver {
  /** @param from path relative to the root */
  resolve(from: string, specifier: string): Resolution;
  /** Whether the settings of a file keep imports that are not used as values. */
  keepsImports(from: string): boolean;
}

const ASSET =
  /\.(?:css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|eot|mp[34]|wasm|html?|txt|md|mdx|graphql|gql|ya?ml|ejs|hbs|pug|sql|po|proto|vert|frag|glsl)$/i;

/**
 * Resolves from the set of known paths, without asking the file system once.
 * @param asked tells folders that only the settings of a bundler name; without it none is known
 */
export function createResolver(
  discovery: Discovery,
  analysed: ReadonlySet<string>,
  asked: Specifiers = [],
): Resolver {
  const { root } = discovery;
  const absolute = (path: string): string => `${root}/${path}`;
  const index = createPathIndex(
    [...discovery.list.sources, ...discovery.list.others].map(absolute),
    (folder) => discovery.manifests.get(folder)?.entries ?? [],
  );
  const byName = new Map<string, PackageManifest[]>();
  for (const manifest of discovery.manifests.values()) {
    if (manifest.name) getOrMake(byName, manifest.name, () => []).push(manifest);
  }
  const nearestConfig = nearest(discovery.tsconfigs);
  const nearestManifest = nearest(discovery.manifests);
  /** What was asked from a folder, by folder and by the files in it. */
  interface Asked {
    folder: string;
    known: Map<string, Resolution>;
  }
  const byFolder = new Map<string, Asked>();
  const byFile = new Map<string, Asked>();
  const sourceRoots = createSourceRoots(
    {
      root,
      folders: index.folders,
      find: index.find,
      hasFolder: index.hasFolder,
      packageFolder: (folder) => nearestManifest(folder)?.folder ?? root,
      isPackage: (folder, specifier) => {
        const name = packageName(specifier);
        return byName.has(name) || isDeclared(folder, name);
      },
    },
    asked,
  );

  function asksFrom(file: string): Asked {
    const folder = posix.dirname(absolute(file));
    return getOrMake(byFolder, folder, () => ({ folder, known: new Map() }));
  }

  function found(path: string): Resolution {
    const inside = path.slice(root.length + 1);
    return analysed.has(inside) ? { k: 'file', path: inside } : { k: 'outside', path: inside };
  }

  function resolveFresh(folder: string, request: string): Resolution {
    const specifier = /[!?]/.test(request)
      ? request.replace(/^.*!/, '').replace(/(?<=.)[?].*$/s, '')
      : request;
    if (/^(?:https?:|data:|file:|virtual:)/.test(specifier))
      return { k: 'external', package: specifier };
    if (specifier.startsWith('.') || specifier.startsWith('/')) {
      const target = specifier.startsWith('/') ? specifier : posix.join(folder, specifier);
      const path = index.find(
        specifier.endsWith('/') || specifier === '.' || specifier === '..'
          ? `${target.replace(/\/$/, '')}/`
          : target,
      );
      const result = path ?? sourceTwin(target, root.length, index.find);
      if (result) return found(result);
      const served = specifier.startsWith('/') ? fromOwnRoot(folder, specifier) : undefined;
      if (served) return found(served);
      return outsideRoot(target) ?? missing(target);
    }
    const isDependency = nearestManifest(folder)?.dependencies.has(packageName(specifier)) ?? false;
    const config = nearestConfig(folder);
    const mapped = viaConfig(config, specifier, !isDependency, root.length, index.find);
    if (mapped?.path) return found(mapped.path);
    const beyond = mapped?.tried.find((target) => outsideRoot(target) !== undefined);
    if (beyond) return { k: 'outside', path: beyond };
    if (specifier.startsWith('#')) return viaImports(folder, specifier);
    if (isBuiltin(specifier)) return { k: 'builtin', name: specifier };
    return viaPackages(folder, specifier);
  }

  /** Meteor and Vite take the folder of the application for `/`. */
  function fromOwnRoot(folder: string, specifier: string): string | undefined {
    const own = nearestManifest(folder)?.folder ?? root;
    return index.find(own + specifier) ?? index.find(root + specifier);
  }

  function outsideRoot(target: string): Resolution | undefined {
    return target.startsWith(`${root}/`) || target === root
      ? undefined
      : { k: 'outside', path: target };
  }

  function missing(target: string): Resolution {
    if (ASSET.test(target)) return { k: 'outside', path: target.slice(root.length + 1) };
    return { k: 'unresolved', reason: 'no such file' };
  }

  function viaImports(folder: string, specifier: string): Resolution {
    const manifest = nearestManifest(folder);
    const targets = manifest ? mapTargets(manifest.imports, specifier) : [];
    for (const target of targets) {
      if (!target.startsWith('.')) return viaPackages(folder, target);
      const path = manifest
        ? findSource(manifest.folder, target, root.length, index.find)
        : undefined;
      if (path) return found(path);
    }
    return {
      k: 'unresolved',
      reason: targets.length > 0 ? 'its target does not exist' : 'not in "imports" of package.json',
    };
  }

  function viaPackages(folder: string, specifier: string): Resolution {
    const name = packageName(specifier);
    const manifest = closest(byName.get(name) ?? [], folder);
    if (manifest) {
      const subpath = `.${specifier.slice(name.length)}`;
      const path = resolveInPackage(manifest, subpath, root.length, index.find);
      if (path) return found(path);
      if (index.hasFolder(manifest.folder))
        return { k: 'unresolved', reason: `not found in workspace package ${name}` };
      return { k: 'external', package: name };
    }
    if (/^[@~](?:\/|$)/.test(specifier))
      return { k: 'unresolved', reason: 'alias not in any tsconfig' };
    const own = isDeclared(folder, name) ? undefined : sourceRoots.lookUp({ folder, specifier });
    if (own) return 'path' in own ? found(own.path) : { k: 'unresolved', reason: own.reason };
    return { k: 'external', package: name };
  }

  /** By the package.json of a file or one above it, as workspaces have it; types alone will do. */
  function isDeclared(folder: string, name: string): boolean {
    let manifest = nearestManifest(folder);
    while (manifest) {
      if (manifest.dependencies.has(name) || manifest.dependencies.has(`@types/${name}`))
        return true;
      const above = posix.dirname(manifest.folder);
      manifest = above === manifest.folder ? undefined : nearestManifest(above);
    }
    return false;
  }

  return {
    keepsImports: (from) => nearestConfig(posix.dirname(absolute(from)))?.keepsImports ?? false,
    resolve(from, specifier) {
      let asked = byFile.get(from);
      if (!asked) {
        asked = asksFrom(from);
        byFile.set(from, asked);
      }
      const { folder, known } = asked;
      const before = known.get(specifier);
      if (before) return before;
      const made: Resolution =
        specifier === ''
          ? { k: 'unresolved', reason: 'empty specifier' }
          : resolveFresh(folder, specifier);
      known.set(specifier, made);
      return made;
    },
  };
}

type Find = (path: string) => string | undefined;

function nearest<T>(byFolder: Map<string, T>): (folder: string) => T | undefined {
  const cache = new Map<string, T | undefined>();
  const find = (folder: string): T | undefined => {
    if (cache.has(folder)) return cache.get(folder);
    const parent = posix.dirname(folder);
    const value = byFolder.get(folder) ?? (parent === folder ? undefined : find(parent));
    cache.set(folder, value);
    return value;
  };
  return find;
}

/** Two packages of one name: the one that shares most folders with the file that asks. */
function closest(manifests: PackageManifest[], folder: string): PackageManifest | undefined {
  if (manifests.length < 2) return manifests[0];
  const parts = folder.split('/');
  const shared = ({ folder: own }: PackageManifest): number => {
    const at = own.split('/').findIndex((part, index) => part !== parts[index]);
    return at === -1 ? own.split('/').length : at;
  };
  return manifests.reduce((best, next) => (shared(next) > shared(best) ? next : best));
}

/**
 * TypeScript's `paths` (longest prefix wins, an exact name before all) and `baseUrl`.
 * @param withBaseUrl false for declared dependencies, which a folder of the same name must not hide
 */
function viaConfig(
  config: PathMapping | undefined,
  specifier: string,
  withBaseUrl: boolean,
  rootLength: number,
  find: Find,
): { path?: string; tried: string[] } | undefined {
  if (!config) return undefined;
  let best: { targets: string[]; star: string; prefix: number } | undefined;
  for (const { pattern, targets } of config.paths) {
    const star = matchPattern(pattern, specifier);
    if (star === undefined) continue;
    const prefix = pattern.includes('*') ? pattern.indexOf('*') : Number.POSITIVE_INFINITY;
    if (!best || prefix > best.prefix) best = { targets, star, prefix };
  }
  const tried: string[] = [];
  for (const target of best?.targets ?? []) {
    const path = posix.normalize(target.replace('*', () => best?.star ?? ''));
    const result = find(path) ?? sourceTwin(path, rootLength, find);
    if (result) return { path: result, tried };
    if (best && best.prefix > 0) tried.push(path);
  }
  const path =
    withBaseUrl && config.baseUrl ? find(posix.join(config.baseUrl, specifier)) : undefined;
  return path ? { path, tried } : { tried };
}

function resolveInPackage(
  manifest: PackageManifest,
  subpath: string,
  rootLength: number,
  find: Find,
): string | undefined {
  const source = (target: string): string | undefined =>
    findSource(manifest.folder, target, rootLength, find);
  for (const target of manifest.exports === undefined
    ? []
    : mapTargets(manifest.exports, subpath)) {
    const path = source(target);
    if (path) return path;
  }
  if (subpath === '.') {
    for (const entry of manifest.entries) {
      const path = source(entry);
      if (path) return path;
    }
    return (
      find(`${manifest.folder}/src/index`) ??
      find(`${manifest.folder}/index`) ??
      find(`${manifest.folder}/lib/index`)
    );
  }
  return source(subpath) ?? source(`./src/${subpath.slice(2)}`);
}

function findSource(
  folder: string,
  target: string,
  rootLength: number,
  find: Find,
): string | undefined {
  const path = posix.join(folder, target);
  return sourceTwin(path, rootLength, find) ?? find(path);
}

const OUTPUT_FOLDER = /\/(?:dist|build|out|lib|esm|cjs)(?:\/(?:esm|cjs|mjs|types|src))?\//g;

/**
 * The source behind a path into build output, when the source is there.
 * @param rootLength folders before this offset lie above the codebase, whatever they are called
 */
function sourceTwin(path: string, rootLength: number, find: Find): string | undefined {
  for (const match of path.slice(rootLength).matchAll(OUTPUT_FOLDER)) {
    const at = rootLength + match.index;
    const before = path.slice(0, at);
    const after = path.slice(at + match[0].length).replace(/\.d\.([cm]?)ts$/, '.$1js');
    for (const folder of ['/src/', '/']) {
      const result = find(before + folder + after);
      if (result && !result.endsWith('.d.ts')) return result;
    }
  }
  return undefined;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
