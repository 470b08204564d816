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

const NONE: ReadonlySet<string> = new Set();

export function lookup(scopes: Scopes, keys: readonly string[]): ReadonlySet<string> {
  let found = NONE;
  for (const key of keys) found = joined(found, scopes.handles.get(key));
  return found;
}

export function ambientOf(file: ProgramFile, fn: FunctionId, scopes: Scopes): ReadonlySet<string> {
  if (scopes.ambient.size === 0) return NONE;
  let found = NONE;
  for (let at = fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE)
    found = joined(found, scopes.ambient.get(functionKey(file, at)));
  return found;
}

/** Nearly always one of the two is empty. */
function joined(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): ReadonlySet<string> {
  if (!b) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}
