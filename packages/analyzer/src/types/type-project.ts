import { dirname } from 'node:path';
import { Project, ts } from 'ts-morph';
import type { Resolver } from '../link/resolver.ts';

export interface TypeProject {
  checker: ts.TypeChecker;
  /** @param path relative to the root */
  sourceFile(path: string): ts.SourceFile | undefined;
  /** The path of a source file of the codebase, relative to the root; undefined for all others. */
  pathOf(file: ts.SourceFile): string | undefined;
  /** The package a declaration belongs to, installed or not. */
  packageOf(file: ts.SourceFile): string | undefined;
}

/** Lines of code by path of every analysed file, and how many of them one program may hold. */
export interface ProgramBudget {
  loc: ReadonlyMap<string, number>;
  max: number;
}

const STUBS = '/ashlar-stubs/';

/**
 * A TypeScript program over files and what they import, with specifiers resolved as our edges are:
 * workspace packages to source, nothing installed needed. A package that is not installed is stood
 * in for by declarations of the names that the code imports from it, so that `Repository<User>`
 * keeps its name and its argument on the way through the code's own functions.
 * @param root absolute
 * @param sources relative to the root
 * @param importedNames by package specifier
 * @param budget imports past it are left without a type
 */
export function createTypeProject(
  root: string,
  sources: string[],
  resolver: Resolver,
  importedNames: ReadonlyMap<string, ReadonlySet<string>>,
  budget: ProgramBudget,
): TypeProject {
  const held = new Set(sources);
  let loc = sources.reduce((sum, path) => sum + (budget.loc.get(path) ?? 0), 0);
  const admit = (path: string): boolean => {
    if (held.has(path)) return true;
    const own = budget.loc.get(path) ?? 0;
    if (loc + own > budget.max) return false;
    held.add(path);
    loc += own;
    return true;
  };
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: false,
    compilerOptions: {
      allowJs: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.esnext.d.ts'],
      types: [],
      jsx: ts.JsxEmit.Preserve,
      experimentalDecorators: true,
      esModuleInterop: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    resolutionHost: (host, getOptions) => ({
      resolveModuleNames: (names, from) =>
        names.map((name) =>
          resolveModule({ root, resolver, admit }, name, from, host, getOptions()),
        ),
    }),
  });
  for (const [specifier, names] of importedNames)
    project.createSourceFile(stubPath(specifier), stubText(names), { overwrite: true });
  for (const path of sources) project.addSourceFileAtPathIfExists(`${root}/${path}`);
  const program = project.getProgram().compilerObject;
  return {
    checker: program.getTypeChecker(),
    sourceFile: (path) => program.getSourceFile(`${root}/${path}`),
    pathOf(file) {
      const { fileName } = file;
      if (!fileName.startsWith(`${root}/`) || fileName.includes('/node_modules/')) return undefined;
      return fileName.slice(root.length + 1);
    },
    packageOf: ({ fileName }) =>
      fileName.startsWith(STUBS)
        ? decodeURIComponent(fileName.slice(STUBS.length, -'.d.ts'.length))
        : /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(fileName)?.[1]?.replace(/^@types\//, ''),
  };
}

function stubPath(specifier: string): string {
  return `${STUBS}${encodeURIComponent(specifier)}.d.ts`;
}

/** Capitalised names as generic classes that have every member, all others as `any`. */
function stubText(names: ReadonlySet<string>): string {
  const lines = ['declare const whole: any;', 'export default whole;'];
  for (const name of [...names].sort()) {
    if (!/^[A-Za-z_$][\w$]*$/.test(name) || name === 'default' || name === 'whole') continue;
    lines.push(
      /^[A-Z]/.test(name)
        ? `export declare class ${name}<A = any, B = any, C = any> { private a: A; private b: B; private c: C; constructor(...args: any[]); [key: string]: any; static [key: string]: any }`
        : `export declare const ${name}: any; export type ${name} = any;`,
    );
  }
  return `${lines.join('\n')}\n`;
}

interface Modules {
  root: string;
  resolver: Resolver;
  /** Whether the program may hold this file too. */
  admit(path: string): boolean;
}

function resolveModule(
  { root, resolver, admit }: Modules,
  name: string,
  from: string,
  host: ts.ModuleResolutionHost,
  options: ts.CompilerOptions,
): ts.ResolvedModuleFull | undefined {
  const installed = (): ts.ResolvedModuleFull | undefined =>
    ts.resolveModuleName(name, from, options, host).resolvedModule;
  if (!from.startsWith(`${root}/`) || from.includes('/node_modules/')) return installed();
  const found = resolver.resolve(from.slice(root.length + 1), name);
  if (found.k === 'file' && !admit(found.path)) return undefined;
  if (found.k === 'file' || found.k === 'outside') {
    const path = found.path.startsWith('/') ? found.path : `${root}/${found.path}`;
    const extension = /\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/.exec(path)?.[0];
    return extension ? { resolvedFileName: path, extension } : undefined;
  }
  if (found.k !== 'external') return undefined;
  return (
    (host.directoryExists?.(`${nearestInstall(from)}`) ? installed() : undefined) ?? {
      resolvedFileName: stubPath(name),
      extension: ts.Extension.Dts,
    }
  );

  function nearestInstall(file: string): string {
    for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
      const modules = `${folder}/node_modules`;
      if (host.directoryExists?.(modules)) return modules;
    }
    return '';
  }
}
