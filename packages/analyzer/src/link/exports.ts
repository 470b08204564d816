import type { Expression } from '../parse/expression.ts';
import { passedOn } from './commonjs-exports.ts';
import type { Program, ProgramFile } from './program.ts';
import type { ExportTarget } from './program-file.ts';

const MAX_HOPS = 40;

/** Follows re-exports to the definition, once for each name of a file. */
export function followExport(
  program: Program,
  file: ProgramFile,
  name: string,
): ExportTarget | undefined {
  const known = file.followed;
  const before = known.get(name);
  if (before !== undefined || known.has(name)) return before;
  const found = follow(program, file, name, [], new Set());
  known.set(name, found);
  return found;
}

/**
 * Follows re-exports to the definition. `via` lists the files passed through, nearest first; the
 * defining file is not among them. A cycle of star exports ends the search.
 */
function follow(
  program: Program,
  file: ProgramFile,
  name: string,
  via: string[],
  seen: Set<string>,
): ExportTarget | undefined {
  const key = `${file.path}\0${name}`;
  if (seen.has(key) || via.length > MAX_HOPS) return undefined;
  seen.add(key);
  if (name === '*') return { k: 'namespace', file, via };
  const own = file.exports.get(name);
  if (own?.k === 'value') return valueOrHop(program, file, own.value, via, seen);
  if (own?.k === 'local') {
    const imported = file.imported.get(own.local);
    if (imported) return hop(program, file, imported.specifier, imported.imported, via, seen);
    return { k: 'local', file, local: own.local, via };
  }
  if (own?.k === 'from') return hop(program, file, own.specifier, own.imported, via, seen);
  if (name !== 'default' && name !== 'export=') {
    for (const star of file.stars) {
      const found = hop(program, file, star.specifier, name, via, seen, true);
      if (found) return found;
    }
  }
  const whole = file.exports.get('export=');
  if (whole?.k === 'value') {
    if (name === 'default' || name === 'export=')
      return valueOrHop(program, file, whole.value, via, seen);
    return memberOfWhole(program, file, whole, name, via, seen);
  }
  if (name === 'export=' || (name === 'default' && file.exports.size > 0 && !isEsModule(file))) {
    return { k: 'namespace', file, via };
  }
  return undefined;
}

/** A value that only passes on what another module exports leads there. */
function valueOrHop(
  program: Program,
  file: ProgramFile,
  value: Expression,
  via: string[],
  seen: Set<string>,
): ExportTarget | undefined {
  const passed = passedOn(file, value);
  const found = passed && hop(program, file, passed.specifier, passed.imported, via, seen);
  return found ?? { k: 'value', file, value, via };
}

/** `name` of a CommonJS module that exports one value: an object of parts, or another module. */
function memberOfWhole(
  program: Program,
  file: ProgramFile,
  whole: { value: Expression },
  name: string,
  via: string[],
  seen: Set<string>,
): ExportTarget | undefined {
  const { value } = whole;
  if (value.k === 'obj') {
    const part = value.props.find((p) => p.key === name);
    if (part) return valueOrHop(program, file, part.value, via, seen);
    for (const { spread, value: held } of value.props) {
      const spreadOf = spread ? passedOn(file, held) : undefined;
      const found = spreadOf && hop(program, file, spreadOf.specifier, name, via, seen, true);
      if (found) return found;
    }
  }
  const passed = passedOn(file, value);
  const isWhole = passed?.imported === 'export=' || passed?.imported === '*';
  const found =
    passed && isWhole ? hop(program, file, passed.specifier, name, via, seen) : undefined;
  return found ?? { k: 'value', file, value: { k: 'member', object: value, name }, via };
}

function isEsModule(file: ProgramFile): boolean {
  return file.facts.exports.length > 0;
}

function hop(
  program: Program,
  file: ProgramFile,
  specifier: string,
  name: string,
  via: string[],
  seen: Set<string>,
  isStar = false,
): ExportTarget | undefined {
  const target = program.resolve(file.path, specifier);
  const next = [...via, file.path];
  if (target.k === 'file') {
    const to = program.files.get(target.path);
    return to ? follow(program, to, name, next, seen) : undefined;
  }
  if (isStar) return undefined;
  if (target.k === 'external') return { k: 'external', package: target.package, name, via: next };
  return undefined;
}
