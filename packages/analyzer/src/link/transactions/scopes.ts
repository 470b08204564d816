import { type FunctionId, MODULE } from '../../facts/file-facts.ts';
import type { Expression } from '../../parse/expression.ts';
import { functionKey } from '../call-sites.ts';
import { getOrMake, type ProgramFile } from '../program.ts';

export interface Scopes {
  /** Handle key to the transactions it can stand for. */
  handles: Map<string, Set<string>>;
  /** Keys of properties by the key of what has them: `options` to `options.transaction`. */
  properties: Map<string, Set<string>>;
  /** Functions that run wholly inside a transaction without a handle. */
  ambient: Map<string, Set<string>>;
  /** Array elements of `prisma.$transaction([a, b])`. */
  elements: Map<Expression, string>;
}

export function addHandles(scopes: Scopes, keys: string[], id: string): boolean {
  for (const key of keys) {
    const base = key.slice(0, key.lastIndexOf('#') + 1);
    if (base !== key) getOrMake(scopes.properties, base, () => new Set<string>()).add(key);
  }
  return add(scopes.handles, keys, id);
}

export function add(map: Map<string, Set<string>>, keys: string[], id: string): boolean {
  let grew = false;
  for (const key of keys) {
    const known = getOrMake(map, key, () => new Set<string>());
    if (!known.has(id)) {
      known.add(id);
      grew = true;
    }
  }
  return grew;
}

export function lookup(scopes: Scopes, keys: string[]): Set<string> {
  const found = new Set<string>();
  for (const key of keys) for (const id of scopes.handles.get(key) ?? []) found.add(id);
  return found;
}

export function ambientOf(file: ProgramFile, fn: FunctionId, scopes: Scopes): Set<string> {
  const found = new Set<string>();
  for (let at = fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE) {
    for (const id of scopes.ambient.get(functionKey(file, at)) ?? []) found.add(id);
  }
  return found;
}
