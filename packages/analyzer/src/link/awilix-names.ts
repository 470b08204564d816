import { MODULE } from '../facts/file-facts.ts';
import type { ClassPlace } from './class-ancestry.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import type { Program, ProgramFile } from './program.ts';
import { type Providers, providersOf } from './providers.ts';
import type { Value } from './value.ts';

const byConvention = new WeakMap<Program, Providers>();

/**
 * Names that awilix fills in: what is registered, and, since whole folders are registered by
 * pattern, class names in camel case that only one class has.
 */
export function injectedNames(evaluator: Evaluator): Providers {
  const cached = byConvention.get(evaluator.program);
  if (cached) return cached;
  const names = new Map<string, ClassPlace | undefined>();
  byConvention.set(evaluator.program, names);
  if (!usesAwilix(evaluator.program)) return names;
  for (const file of evaluator.program.files.values()) {
    for (const cls of file.facts.classes) {
      if (!cls.name || cls.fn !== MODULE) continue;
      const name = cls.name.charAt(0).toLowerCase() + cls.name.slice(1);
      names.set(name, names.has(name) ? undefined : { file, cls });
    }
  }
  for (const [name, found] of [...names]) if (!found) names.delete(name);
  for (const [name, found] of providersOf(evaluator)) {
    if (found || !names.has(name)) names.set(name, found);
  }
  return names;
}

const exportsByConvention = new WeakMap<Program, ReadonlyMap<string, Value>>();

/** What is no class but filled in under its name: `OrderRepository` as `orderRepository`. */
export function injectedExports(evaluator: Evaluator): ReadonlyMap<string, Value> {
  const { program } = evaluator;
  const cached = exportsByConvention.get(program);
  if (cached) return cached;
  const values = new Map<string, Value>();
  exportsByConvention.set(program, values);
  if (!usesAwilix(program)) return values;
  const holders = new Map<string, ProgramFile | undefined>();
  for (const file of program.files.values()) {
    for (const [name, { k }] of file.exports) {
      if (k !== 'value' || !/^[A-Z]\w*[a-z]/.test(name)) continue;
      holders.set(name, holders.has(name) ? undefined : file);
    }
  }
  for (const [name, file] of holders) {
    const value = file && evaluator.evaluateExport(followExport(program, file, name));
    if (value && value.t !== 'unknown')
      values.set(name.charAt(0).toLowerCase() + name.slice(1), value);
  }
  return values;
}

const users = new WeakMap<Program, boolean>();

export function usesAwilix(program: Program): boolean {
  const known = users.get(program);
  if (known !== undefined) return known;
  const found = importsAwilix(program);
  users.set(program, found);
  return found;
}

function importsAwilix(program: Program): boolean {
  for (const file of program.files.values()) {
    if (file.facts.imports.some((i) => i.specifier.includes('awilix'))) return true;
  }
  return false;
}
