import { dirname } from 'node:path';
import { readJsonFile, record, stringOf } from './json-file.ts';
import type { ConfigProblem } from './tsconfig.ts';

/** A package.json of the codebase, as far as it says where names lead. `folder` is absolute. */
export interface PackageManifest {
  folder: string;
  name?: string;
  entries: string[];
  exports?: unknown;
  imports: Record<string, unknown>;
  dependencies: Set<string>;
}

const ENTRY_FIELDS = ['source', 'types', 'typings', 'module', 'main'];
const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
];

export function readManifest(path: string, problems: ConfigProblem[]): PackageManifest | undefined {
  const file = readJsonFile(path);
  if (!file) return undefined;
  if (file.problem) problems.push({ path, reason: file.problem });
  const name = stringOf(file.value.name);
  const exports = file.value.exports;
  return {
    folder: dirname(path),
    entries: ENTRY_FIELDS.flatMap((field) => stringOf(file.value[field]) ?? []),
    imports: record(file.value.imports),
    dependencies: new Set(DEPENDENCY_FIELDS.flatMap((f) => Object.keys(record(file.value[f])))),
    ...(name ? { name } : {}),
    ...(exports === undefined ? {} : { exports }),
  };
}
