import type { ImportedName, RawImport } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import { followExport } from './exports.ts';
import { type Program, type ProgramFile, variableIn } from './program.ts';

/**
 * Names of an import or re-export that are not there at run time, though it does not say so: TypeScript leaves a
 * name out that is used as a type at most, or that is nothing but a type where it is defined. What cannot be
 * followed counts as a value.
 * @param target the file it leads to
 */
export function elidedNames(
  program: Program,
  file: ProgramFile,
  item: RawImport,
  target: ProgramFile | undefined,
): ReadonlySet<ImportedName> {
  if (item.typeOnly || item.names.length === 0 || program.keepsImports(file.path)) return NONE;
  let found: Set<ImportedName> | undefined;
  for (const name of item.names) {
    if (!isElided(program, item, name, target)) continue;
    found ??= new Set();
    found.add(name);
  }
  return found ?? NONE;
}

const NONE: ReadonlySet<ImportedName> = new Set();
const TYPESCRIPT = /\.[cm]?tsx?$/;

function isElided(
  program: Program,
  item: RawImport,
  { imported, typeOnly, use }: ImportedName,
  target: ProgramFile | undefined,
): boolean {
  if (typeOnly || use === 'none') return true;
  if (use !== 'passed' && item.kind !== 'reexport') return false;
  if (imported === '*' || !target || !TYPESCRIPT.test(target.path)) return false;
  const defined = followExport(program, target, imported);
  return defined?.k === 'local' && isOnlyType(defined.file, defined.local);
}

/** An interface or an alias, and nothing else of this name. */
function isOnlyType(file: ProgramFile, name: string): boolean {
  return (
    file.types.has(name) &&
    !file.declaredClasses.has(name) &&
    !file.declaredFunctions.has(name) &&
    variableIn(file, MODULE, name) === undefined
  );
}
