import { type FunctionFact, type FunctionId, MODULE } from '../facts/file-facts.ts';
import type { ProgramFile } from './program-file.ts';

/** Offset of the class whose `this` a function sees. */
export function enclosingClass(file: ProgramFile, fn: FunctionId): number | undefined {
  let at = fn;
  while (at !== MODULE) {
    const fact = file.functions.get(at);
    if (!fact) return undefined;
    if (fact.classAt !== undefined) return fact.classAt;
    at = fact.parent;
  }
  return undefined;
}

/** The method around a place, whose `this` the place sees. */
export function enclosingMethod(file: ProgramFile, fn: FunctionId): FunctionFact | undefined {
  for (let at = fn; at !== MODULE; ) {
    const fact = file.functions.get(at);
    if (!fact || fact.classAt !== undefined) return fact;
    at = fact.parent;
  }
  return undefined;
}

/** The functions around a place, innermost first. */
export function enclosingFunctions(file: ProgramFile, fn: FunctionId): FunctionFact[] {
  const found: FunctionFact[] = [];
  for (let at = fn; at !== MODULE; ) {
    const fact = file.functions.get(at);
    if (!fact) break;
    found.push(fact);
    at = fact.parent;
  }
  return found;
}

/** Stands for the name of a function in code that is in none. */
export const TOP_LEVEL = '<module>';

/** Name of the nearest named function around a place, `<module>` at top level. */
export function enclosingName(file: ProgramFile, fn: FunctionId): string {
  let at = fn;
  while (at !== MODULE) {
    const fact = file.functions.get(at);
    if (!fact) break;
    if (fact.name) return fact.name;
    at = fact.parent;
  }
  return TOP_LEVEL;
}
