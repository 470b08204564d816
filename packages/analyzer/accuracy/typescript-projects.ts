import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { ts } from 'ts-morph';

/** TypeScript's answer for one specifier, as the file it leads to (absolute), if any. */
export type Resolve = (
  from: string,
  specifier: string,
  kind: 'import' | 'require',
) => string | undefined;

type Mode = ts.ResolutionMode;

interface Project {
  options: ts.CompilerOptions;
  cache: ts.ModuleResolutionCache;
}

/**
 * `ts.resolveModuleName` with what an editor would give it: the options of the project a file
 * belongs to, and the links to workspace packages that an install would have made.
 * @param built as if every package of the codebase had been built: a missing `dist/x.js` or
 *   `dist/x.d.ts` is there when the `src/x.ts` it is made from is, and leads to that
 */
export function createTypescriptResolve(root: string, built = false): Resolve {
  const host = createHost(root, built);
  const projects = new Map<string, Project>();
  const projectOf = (file: string): Project => {
    const path = configOf(file, root);
    const known = projects.get(path ?? '');
    if (known) return known;
    const options = path ? optionsOf(path, file) : {};
    const completed = complete(options);
    const cache = ts.createModuleResolutionCache(root, (name) => name, completed);
    const project = { options: completed, cache };
    projects.set(path ?? '', project);
    return project;
  };
  return (from, specifier, kind) => {
    const { options, cache } = projectOf(from);
    const mode = modeOf(from, kind, options, host, cache);
    const found = ts.resolveModuleName(specifier, from, options, host, cache, undefined, mode);
    const path = found.resolvedModule?.resolvedFileName;
    return path === undefined ? undefined : host.realpath?.(path);
  };
}

/** JavaScript and JSON count too; what the file leaves open gets the choice of the widest reach. */
function complete(options: ts.CompilerOptions): ts.CompilerOptions {
  const old = options.moduleResolution;
  const isClassic = old === undefined || old === ts.ModuleResolutionKind.Classic;
  const node16 =
    options.module !== undefined &&
    options.module >= ts.ModuleKind.Node16 &&
    options.module <= ts.ModuleKind.NodeNext;
  return {
    ...options,
    allowJs: true,
    resolveJsonModule: true,
    ...(isClassic && !node16 ? { moduleResolution: ts.ModuleResolutionKind.Bundler } : {}),
  };
}

function modeOf(
  from: string,
  kind: 'import' | 'require',
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
  cache: ts.ModuleResolutionCache,
): Mode {
  if (kind === 'require') return ts.ModuleKind.CommonJS;
  return ts.getImpliedNodeFormatForFile(from, cache.getPackageJsonInfoCache(), host, options);
}

/** The nearest tsconfig.json; of one that only lists projects, the project that holds the file. */
function configOf(file: string, root: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const path = join(folder, name);
      if (isFile(path)) return path;
    }
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

const parsed = new Map<string, ts.ParsedCommandLine>();

function parse(path: string): ts.ParsedCommandLine {
  const known = parsed.get(path);
  if (known) return known;
  const { config } = ts.readConfigFile(path, (file) => readFileSync(file, 'utf8')) as {
    config?: unknown;
  };
  const result = ts.parseJsonConfigFileContent(
    config ?? {},
    ts.sys,
    dirname(path),
    undefined,
    path,
  );
  parsed.set(path, result);
  return result;
}

function optionsOf(path: string, file: string): ts.CompilerOptions {
  const own = parse(path);
  if (own.fileNames.length > 0 || !own.projectReferences) return own.options;
  for (const { path: reference } of own.projectReferences) {
    const target = isFile(reference) ? reference : join(reference, 'tsconfig.json');
    if (!isFile(target)) continue;
    const project = parse(target);
    if (project.fileNames.includes(file)) return project.options;
  }
  return own.options;
}

/** The real files, and below `node_modules` of the root the workspace packages under their names. */
function createHost(root: string, built: boolean): ts.ModuleResolutionHost {
  const packages = workspacePackages(root);
  const scopes = new Set(
    [...packages.keys()].filter((n) => n.startsWith('@')).map((n) => dirname(n)),
  );
  const folders = new Set(packages.values());
  const builtFrom = (path: string): string => {
    if (!built || isFile(path)) return path;
    let folder = dirname(path);
    while (!folders.has(folder) && folder !== root) {
      if (folder === dirname(folder)) return path;
      folder = dirname(folder);
    }
    return sourceOf(folder, path.slice(folder.length + 1).split('/')) ?? path;
  };
  const installed = `${root}/node_modules`;
  const real = (path: string): string | undefined => {
    if (!path.startsWith(`${installed}/`)) return builtFrom(path);
    const parts = path.slice(installed.length + 1).split('/');
    const name = parts.splice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
    const folder = packages.get(name);
    if (folder === undefined) return undefined;
    return builtFrom([folder, ...parts].join('/'));
  };
  return {
    fileExists: (path) => {
      const target = real(path);
      return target !== undefined && isFile(target);
    },
    readFile: (path) => {
      const target = real(path);
      return target === undefined ? undefined : ts.sys.readFile(target);
    },
    directoryExists: (path) => {
      if (path === installed) return packages.size > 0;
      if (dirname(path) === installed && scopes.has(basename(path))) return true;
      const target = real(path);
      return target !== undefined && (isFolder(target) || (built && isOutput(path)));
    },
    realpath: (path) => {
      const target = real(path) ?? path;
      try {
        return realpathSync(target);
      } catch {
        return target;
      }
    },
    getCurrentDirectory: () => root,
  };
}

function isOutput(path: string): boolean {
  return path.split('/').some((part) => OUTPUT_FOLDERS.has(part));
}

const OUTPUT_FOLDERS = new Set(['dist', 'build', 'lib', 'out', 'esm', 'cjs', 'types']);
const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.mts', '.js', '.jsx', '.d.ts'];

/** The file of `src` (or of the package itself) that a build would turn into this output. */
function sourceOf(folder: string, output: string[]): string | undefined {
  if (!OUTPUT_FOLDERS.has(output[0] ?? '')) return undefined;
  const below = output.findIndex((part) => !OUTPUT_FOLDERS.has(part) && part !== 'src');
  const stem = output
    .slice(below)
    .join('/')
    .replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  for (const start of [`${folder}/src`, folder]) {
    for (const extension of SOURCE_EXTENSIONS)
      if (isFile(`${start}/${stem}${extension}`)) return `${start}/${stem}${extension}`;
  }
  return undefined;
}

/** Members of npm, yarn, pnpm and lerna workspaces, by name. */
function workspacePackages(root: string): Map<string, string> {
  const packages = new Map<string, string>();
  const patterns = workspacePatterns(root);
  if (patterns.length === 0) return packages;
  const isMember = picomatch(
    patterns.filter((p) => !p.startsWith('!')),
    {
      ignore: patterns.filter((p) => p.startsWith('!')).map((p) => p.slice(1)),
    },
  );
  const visit = (folder: string, path: string, depth: number): void => {
    if (path !== '' && isMember(path)) {
      const name = json(join(folder, 'package.json')).name;
      if (typeof name === 'string' && !packages.has(name)) packages.set(name, folder);
    }
    if (depth === 0) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name.startsWith('.'))
        continue;
      visit(join(folder, entry.name), path ? `${path}/${entry.name}` : entry.name, depth - 1);
    }
  };
  visit(root, '', 6);
  return packages;
}

function workspacePatterns(root: string): string[] {
  const declared = json(join(root, 'package.json')).workspaces as
    | string[]
    | { packages?: string[] }
    | undefined;
  const own = Array.isArray(declared) ? declared : (declared?.packages ?? []);
  const lerna = (json(join(root, 'lerna.json')).packages as string[] | undefined) ?? [];
  let pnpm: string[] = [];
  try {
    const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
    const list = /^packages:\s*\n((?:\s*(?:-.*|#.*)?\n)*)/m.exec(`${text}\n`)?.[1] ?? '';
    pnpm = [...list.matchAll(/^\s*-\s*(['"]?)(.*?)\1\s*(?:#.*)?$/gm)].map(
      (match) => match[2] ?? '',
    );
  } catch {}
  return [...own, ...lerna, ...pnpm].map((pattern) =>
    pattern.replace(/(^|!)\.\//, '$1').replace(/\/$/, ''),
  );
}

function json(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
