import { type FunctionFact, type FunctionId, MODULE } from '../../facts/file-facts.ts';
import type { Expression } from '../../parse/expression.ts';
import { getOrMake, type ProgramFile } from '../program.ts';

export interface Scopes {
  /** Handle key to the transactions it can stand for. */
  handles: Map<string, Set<string>>;
  /** Keys of properties by the key of what has them: `options` to `options.transaction`. */
  properties: Map<string, Set<string>>;
  /** Functions that run wholly inside a transaction without a handle. */
  ambient: Map<FunctionFact, Set<string>>;
  /** Paths of the files of such functions, and of those with a handle: most files have nothing to look for. */
  ambientFiles: Set<string>;
  handleFiles: Set<string>;
  /** Transactions by those that were begun on a handle of theirs: inner to outer. */
  nested: Map<string, Set<string>>;
  /** Array elements of `prisma.$transaction([a, b])`. */
  elements: Map<Expression, string>;
}

export function addHandles(scopes: Scopes, keys: string[], id: string): boolean {
  let grew = false;
  for (const key of keys) {
    const base = key.slice(0, key.lastIndexOf('#') + 1);
    if (base !== key) getOrMake(scopes.properties, base, () => new Set<string>()).add(key);
    grew = addHandle(scopes, key, id) || grew;
  }
  return grew;
}

export function addHandle(scopes: Scopes, key: string, id: string): boolean {
  scopes.handleFiles.add(key.slice(0, key.indexOf('#')));
  return add(scopes.handles, key, id);
}

export function addAmbient(
  scopes: Scopes,
  file: ProgramFile,
  fn: FunctionFact | undefined,
  id: string,
): boolean {
  if (!fn) return false;
  scopes.ambientFiles.add(file.path);
  return add(scopes.ambient, fn, id);
}

function add<K>(map: Map<K, Set<string>>, key: K, id: string): boolean {
  const known = getOrMake(map, key, () => new Set<string>());
  if (known.has(id)) return false;
  known.add(id);
  return true;
}

const NONE: ReadonlySet<string> = new Set();

export function lookup(scopes: Scopes, keys: readonly string[]): ReadonlySet<string> {
  let found = NONE;
  for (const key of keys) found = joined(found, scopes.handles.get(key));
  return found;
}

export function ambientOf(file: ProgramFile, fn: FunctionId, scopes: Scopes): ReadonlySet<string> {
  if (!scopes.ambientFiles.has(file.path)) return NONE;
  let found = NONE;
  for (let at = fn; at !== MODULE; ) {
    const around = file.functions.get(at);
    if (!around) break;
    found = joined(found, scopes.ambient.get(around));
    at = around.parent;
  }
  return found;
}

/** Nearly always one of the two is empty. */
function joined(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): ReadonlySet<string> {
  if (!b) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}
