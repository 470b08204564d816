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

/**
 * Reads `paths` and `baseUrl` of a tsconfig through `extends` and `references`. A base that is not
 * installed is reported and skipped: what the file itself says still counts.
 */
export function readTsconfig(path: string, problems: ConfigProblem[]): PathMapping | undefined {
  const own = readChain(path, problems, 0, new Set());
  if (!own) return undefined;
  if (own.mapping.paths.length > 0) return own.mapping;
  // A solution file only lists projects: files beside it belong to one of those.
  const merged: PathMapping = { ...own.mapping, paths: [] };
  for (const reference of own.references) {
    const target = readChain(referencePath(dirname(path), reference), problems, 0, new Set());
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

function readChain(
  path: string,
  problems: ConfigProblem[],
  depth: number,
  seen: Set<string>,
): Chain | undefined {
  if (depth > MAX_EXTENDS || seen.has(path)) return undefined;
  seen.add(path);
  const file = readJsonFile(path);
  if (!file) return undefined;
  if (file.problem) problems.push({ path, reason: file.problem });
  const folder = dirname(path);
  let mapping: PathMapping = { paths: [] };
  for (const base of basesOf(file)) {
    const target = locateBase(folder, base);
    const parent = target ? readChain(target, problems, depth + 1, seen) : undefined;
    const written = parent ? undefined : writtenByTool(folder, base);
    if (parent) mapping = { ...mapping, ...parent.mapping };
    else if (written) mapping = { ...mapping, paths: written };
    else problems.push({ path, reason: `extends "${base}", which cannot be found` });
  }
  const options = record(file.value.compilerOptions);
  const baseUrl = stringOf(options.baseUrl);
  if (baseUrl !== undefined) mapping.baseUrl = resolve(folder, expand(baseUrl, folder));
  if (options.paths !== undefined) {
    const from = mapping.baseUrl ?? folder;
    mapping.paths = Object.entries(record(options.paths)).map(([pattern, targets]) => ({
      pattern,
      targets: strings(targets).map((target) => resolve(from, expand(target, folder))),
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

function locateBase(folder: string, base: string): string | undefined {
  if (base.startsWith('.') || base.startsWith('/')) {
    const target = resolve(folder, base);
    for (const candidate of [target, `${target}.json`, `${target}/tsconfig.json`]) {
      if (readJsonFile(candidate)) return candidate;
    }
    return undefined;
  }
  for (let at = folder; ; at = dirname(at)) {
    const target = `${at}/node_modules/${base}`;
    for (const candidate of [target, `${target}.json`, `${target}/tsconfig.json`]) {
      if (candidate.endsWith('.json') && readJsonFile(candidate)) return candidate;
    }
    if (dirname(at) === at) return undefined;
  }
}
