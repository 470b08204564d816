import { dirname, resolve } from 'node:path';
import { type JsonFile, readJsonFile, record, stringOf, strings } from './json-file.ts';

/** The part of a tsconfig that decides where imports lead, and which of them stay. Paths are absolute. */
export interface PathMapping {
  baseUrl?: string;
  paths: { pattern: string; targets: string[] }[];
  /** Imports stay as they are written, whatever of them is used. */
  keepsImports?: boolean;
}

export interface ConfigProblem {
  path: string;
  reason: string;
}

const MAX_EXTENDS = 12;

/** What reading one tsconfig and what it extends needs on the way. */
interface Reading {
  problems: ConfigProblem[];
  /** Folder of the tsconfig that is asked for: `${configDir}`, also in what it extends. */
  configFolder: string;
  folderOf: FolderOf;
  seen: Set<string>;
}

/** Absolute folder of the package of the codebase that has this name. */
export type FolderOf = (name: string) => string | undefined;

/**
 * Reads `paths` and `baseUrl` of a tsconfig through `extends` and `references`. A base is looked for among
 * what is installed, then among the packages of the codebase itself, which nobody need have linked. One that is
 * nowhere is reported and skipped: what the file itself says still counts.
 */
export function readTsconfig(
  path: string,
  problems: ConfigProblem[],
  folderOf: FolderOf,
): PathMapping | undefined {
  const chain = (at: string): Chain | undefined =>
    readChain(at, { problems, configFolder: dirname(at), folderOf, seen: new Set() }, 0);
  const own = chain(path);
  if (!own) return undefined;
  if (own.mapping.paths.length > 0) return own.mapping;
  // A solution file only lists projects: files beside it belong to one of those.
  const merged: PathMapping = { ...own.mapping, paths: [] };
  for (const reference of own.references) {
    const target = chain(referencePath(dirname(path), reference));
    if (!target || dirname(target.path) !== dirname(path)) continue;
    merged.paths.push(...target.mapping.paths);
    if (!merged.baseUrl && target.mapping.baseUrl) merged.baseUrl = target.mapping.baseUrl;
    if (target.mapping.keepsImports) merged.keepsImports = true;
  }
  return merged;
}

interface Chain {
  path: string;
  mapping: PathMapping;
  references: string[];
}

function referencePath(folder: string, reference: string): string {
  const target = resolve(folder, reference);
  return target.endsWith('.json') ? target : `${target}/tsconfig.json`;
}

function readChain(path: string, reading: Reading, depth: number): Chain | undefined {
  const { problems, configFolder, seen } = reading;
  if (depth > MAX_EXTENDS || seen.has(path)) return undefined;
  seen.add(path);
  const file = readJsonFile(path);
  if (!file) return undefined;
  if (file.problem) problems.push({ path, reason: file.problem });
  const folder = dirname(path);
  let mapping: PathMapping = { paths: [] };
  for (const base of basesOf(file)) {
    const target = locateBase(folder, base, reading.folderOf);
    const parent = target ? readChain(target, reading, depth + 1) : undefined;
    const written = parent ? undefined : writtenByTool(folder, base);
    if (parent) mapping = { ...mapping, ...parent.mapping };
    else if (written) mapping = { ...mapping, paths: written };
    else problems.push({ path, reason: `extends "${base}", which cannot be found` });
  }
  const options = record(file.value.compilerOptions);
  const baseUrl = stringOf(options.baseUrl);
  if (baseUrl !== undefined) mapping.baseUrl = resolve(folder, expand(baseUrl, configFolder));
  if (options.paths !== undefined) {
    const from = mapping.baseUrl ?? folder;
    mapping.paths = Object.entries(record(options.paths)).map(([pattern, targets]) => ({
      pattern,
      targets: strings(targets).map((target) => resolve(from, expand(target, configFolder))),
    }));
  }
  const kept = keepsImports(options);
  if (kept !== undefined) mapping.keepsImports = kept;
  const references = Array.isArray(file.value.references)
    ? file.value.references.flatMap((r) => stringOf(record(r).path) ?? [])
    : [];
  return { path, mapping, references };
}

/** Undefined where the options do not say. */
function keepsImports(options: Record<string, unknown>): boolean | undefined {
  const { verbatimModuleSyntax, preserveValueImports, importsNotUsedAsValues } = options;
  const said = [verbatimModuleSyntax, preserveValueImports, importsNotUsedAsValues];
  if (said.every((value) => value === undefined)) return undefined;
  return said.some((value) => value === true || value === 'preserve' || value === 'error');
}

/** Settings that a framework writes beside the source when it runs, with the aliases it documents. */
const WRITTEN: [RegExp, Record<string, string>][] = [
  [/(?:^|\/)\.svelte-kit\/tsconfig\.json$/, { $lib: 'src/lib', '$lib/*': 'src/lib/*' }],
  [/(?:^|\/)\.nuxt\/tsconfig\.json$/, { '~/*': '*', '@/*': '*', '~~/*': '*', '@@/*': '*' }],
];

function writtenByTool(folder: string, base: string): PathMapping['paths'] | undefined {
  const aliases = WRITTEN.find(([pattern]) => pattern.test(base))?.[1];
  return (
    aliases &&
    Object.entries(aliases).map(([pattern, target]) => ({
      pattern,
      targets: [resolve(folder, target)],
    }))
  );
}

function expand(text: string, folder: string): string {
  return text.replace(/\$\{configDir\}/g, () => folder);
}

function basesOf(file: JsonFile): string[] {
  const value = file.value.extends;
  return typeof value === 'string' ? [value] : strings(value);
}

function locateBase(folder: string, base: string, folderOf: FolderOf): string | undefined {
  if (base.startsWith('.') || base.startsWith('/')) return configAt(resolve(folder, base));
  for (let at = folder; ; at = dirname(at)) {
    const found = configAt(`${at}/node_modules/${base}`);
    if (found) return found;
    if (dirname(at) === at) break;
  }
  const parts = base.split('/');
  const name = parts.slice(0, base.startsWith('@') ? 2 : 1).join('/');
  const own = folderOf(name);
  return own === undefined ? undefined : configAt(own + base.slice(name.length));
}

function configAt(target: string): string | undefined {
  const candidates = [target, `${target}.json`, `${target}/tsconfig.json`];
  return candidates.find((path) => path.endsWith('.json') && readJsonFile(path));
}
