import { type FileFacts, type FunctionId, MODULE, type VariableFact } from '../facts/file-facts.ts';
import { indexFile } from './index-file.ts';
import { type Pace, unhurried } from './pace.ts';
import type { ProgramCall, ProgramFile } from './program-file.ts';
import type { Resolution, Resolver } from './resolver.ts';

export {
  enclosingClass,
  enclosingFunctions,
  enclosingMethod,
  enclosingName,
} from './enclosing.ts';
export { getOrMake } from './get-or-make.ts';
export type { ProgramCall, ProgramFile } from './program-file.ts';

export interface Program {
  files: Map<string, ProgramFile>;
  resolve(from: string, specifier: string): Resolution;
  /** See Resolver. */
  keepsImports(from: string): boolean;
}

export async function createProgram(
  facts: Map<string, FileFacts>,
  resolver: Resolver,
  pace: Pace,
): Promise<Program> {
  const files = new Map<string, ProgramFile>();
  await unhurried(facts, pace, ([path, own]) => {
    files.set(path, indexFile(path, own, files.size));
  });
  return { files, resolve: resolver.resolve, keepsImports: resolver.keepsImports };
}

/** The variable a name stands for in the scope of one function, not in those around it. */
export function variableIn(
  file: ProgramFile,
  fn: FunctionId,
  name: string,
): VariableFact | undefined {
  const named = file.variables.get(name);
  if (!named) return undefined;
  for (const variable of named) if (variable.fn === fn) return variable;
  return undefined;
}

/** The variable a name stands for in a function, also of the functions around it and the file. */
export function variableAround(
  file: ProgramFile,
  fn: FunctionId,
  name: string,
): VariableFact | undefined {
  for (let at = fn; ; at = file.functions.get(at)?.parent ?? MODULE) {
    const variable = variableIn(file, at, name);
    if (variable || at === MODULE) return variable;
  }
}

/** The calls of some names, in the order of the text. */
export function callsNamed(file: ProgramFile, names: readonly string[]): readonly ProgramCall[] {
  if (file.calls.length === 0) return NO_CALLS;
  let only: readonly ProgramCall[] | undefined;
  let several: ProgramCall[] | undefined;
  for (const name of names) {
    const list = file.callsByName.get(name);
    if (!list) continue;
    if (several) several.push(...list);
    else if (only) several = [...only, ...list];
    else only = list;
  }
  return several?.sort((a, b) => a.order - b.order) ?? only ?? NO_CALLS;
}

const NO_CALLS: readonly ProgramCall[] = [];
