import { type FileFacts, type FunctionId, MODULE, type VariableFact } from '../facts/file-facts.ts';
import { CallsOfProgram } from './calls-by-name.ts';
import { indexFile } from './index-file.ts';
import { type Pace, unhurried } from './pace.ts';
import type { CallsByName, ProgramCall, ProgramFile } from './program-file.ts';
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
  callsByName: CallsByName;
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
  const callsByName = new CallsOfProgram();
  await unhurried(facts, pace, ([path, own]) => {
    files.set(path, indexFile(path, own, files.size, callsByName));
  });
  return { files, callsByName, resolve: resolver.resolve, keepsImports: resolver.keepsImports };
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
  let found: ProgramCall[] | undefined;
  let first = 0;
  for (let at = 0; at < names.length; at++) {
    found = file.callsByName.collect(file, names[at] as string, found);
    if (found && first === 0) first = found.length;
  }
  if (!found) return NO_CALLS;
  return found.length === first ? found : found.sort(inOrder);
}

const NO_CALLS: readonly ProgramCall[] = [];

/** Of one file. */
export const inOrder = (a: ProgramCall, b: ProgramCall): number => a.order - b.order;
