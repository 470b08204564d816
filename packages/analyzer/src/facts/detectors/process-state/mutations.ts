import { followExport } from '../../../link/exports.ts';
import type { Program, ProgramFile } from '../../../link/program.ts';
import { callsNamed, enclosingMethod, getOrMake, variableIn } from '../../../link/program.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { calledName, lastName, rootOf } from '../../expressions.ts';
import { type FunctionId, MODULE } from '../../file-facts.ts';
import { MUTATORS } from './names.ts';

const known = new WeakMap<Program, Map<string, Set<string>>>();

/**
 * Module-level names of a file that some function of the program changes while it runs: `x = …`,
 * `x.y = …`, `x.push(…)`, `Object.assign(x, …)`, in the file itself or where `x` is imported.
 */
export function mutatedIn(file: ProgramFile, program: Program): ReadonlySet<string> {
  const cached = known.get(program);
  const all = cached ?? mutatedNames(program);
  if (!cached) known.set(program, all);
  return all.get(file.path) ?? new Set();
}

function mutatedNames(program: Program): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const file of program.files.values()) {
    const loading = whileLoading(file);
    const note = (target: Expression, fn: number): void => {
      // A regular expression is put back to its start: nothing is kept.
      if (target.k === 'member' && target.name === 'lastIndex') return;
      if (isOfCopy(target)) return;
      const root = rootOf(target);
      if (root.k === 'this') {
        const cls = staticOwner(file, fn);
        if (cls) noteMembers(names, file.path, cls, target);
        return;
      }
      if (root.k !== 'id' || loading.has(fn) || isShadowed(file, root.name, fn)) return;
      const owner = ownerOf(root.name, file, program);
      if (!owner) return;
      noteMembers(names, owner.file.path, owner.name, target).add(owner.name);
    };
    for (const { target, fn } of file.facts.assignments) note(target, fn);
    for (const { call, fact, name } of callsNamed(file, CHANGERS)) {
      const target = changedBy(call, name);
      if (target) note(target, fact.fn);
    }
  }
  return names;
}

function noteMembers(
  names: Map<string, Set<string>>,
  path: string,
  owner: string,
  target: Expression,
): Set<string> {
  const found = getOrMake(names, path, () => new Set<string>());
  for (const member of membersOf(target)) found.add(`${owner}.${member}`);
  return found;
}

/** Methods that hand out a new array, map or text, which may be changed without anybody noticing. */
const COPYING: ReadonlySet<string> = new Set([
  ...['slice', 'concat', 'filter', 'map', 'flatMap', 'flat', 'split', 'entries', 'keys', 'values'],
  ...[
    'toSorted',
    'toReversed',
    'toSpliced',
    'with',
    'join',
    'clone',
    'cloneDeep',
    'structuredClone',
  ],
]);

/** True for what belongs to a copy: `ROLES.filter(known).sort()` leaves `ROLES` as it was. */
function isOfCopy(target: Expression): boolean {
  let at = target;
  for (;;) {
    if (at.k === 'call') {
      if (!at.construct && COPYING.has(calledName(at) ?? '')) return true;
      at = at.callee;
    } else if (at.k === 'member') at = at.object;
    else if (at.k === 'await' || at.k === 'typed') at = at.of;
    else return false;
  }
}

const AT_ONCE = ['forEach', 'map', 'flatMap', 'filter', 'reduce', 'some', 'every'];

/** The module itself, and functions that lists call while it loads: `routes.forEach((one) => …)` outside of any function. */
function whileLoading(file: ProgramFile): ReadonlySet<FunctionId> {
  const found = new Set<FunctionId>([MODULE]);
  for (const { call, fact } of callsNamed(file, AT_ONCE)) {
    if (!found.has(fact.fn)) continue;
    for (const argument of call.args) if (argument.k === 'fn') found.add(argument.at);
  }
  return found;
}

const ON_ARGUMENT = ['assign', 'defineProperty', 'defineProperties'];
const CHANGERS = [...ON_ARGUMENT, ...MUTATORS];

function changedBy(call: CallExpression, name: string): Expression | undefined {
  if (call.callee.k !== 'member') return undefined;
  const isObject = lastName(call.callee.object) === 'Object';
  if (isObject && ON_ARGUMENT.includes(name)) return call.args[0];
  return MUTATORS.has(name) ? call.callee.object : undefined;
}

/** First property of what is changed: `Orders.pending.push(x)` changes `Orders.pending`. */
function membersOf(target: Expression): string[] {
  if (target.k !== 'member') return [];
  const inner = target.object.k === 'member' ? target.object.name : null;
  return [target.name, inner].filter((name) => name !== null);
}

/** The file that declares a name, which may be imported here. */
function ownerOf(
  name: string,
  file: ProgramFile,
  program: Program,
): { file: ProgramFile; name: string } | undefined {
  const imported = file.imported.get(name);
  if (!imported) return { file, name };
  const target = program.resolve(file.path, imported.specifier);
  const to = target.k === 'file' ? program.files.get(target.path) : undefined;
  const found = to ? followExport(program, to, imported.imported) : undefined;
  return found?.k === 'local' ? { file: found.file, name: found.local } : undefined;
}

/** Name of the class whose static method a place is in: there, `this` is the class. */
function staticOwner(file: ProgramFile, fn: number): string | undefined {
  const method = enclosingMethod(file, fn);
  const cls = method?.classAt === undefined ? undefined : file.classes.get(method.classAt);
  const isStatic = cls?.members.some((member) => member.static && member.at === method?.at);
  return isStatic ? cls?.name : undefined;
}

export function isShadowed(file: ProgramFile, name: string, fn: number): boolean {
  for (let at = fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE) {
    if (variableIn(file, at, name)) return true;
    const parameters = file.functions.get(at)?.params ?? [];
    if (parameters.some((p) => p.name === name || p.properties?.some((q) => q.local === name)))
      return true;
  }
  return false;
}
