import { followExport } from '../../../link/exports.ts';
import type { Program, ProgramFile } from '../../../link/program.ts';
import { callsNamed, enclosingMethod, getOrMake, variableIn } from '../../../link/program.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { calledName, lastName, rootOf } from '../../expressions.ts';
import { type AssignmentFact, type FunctionId, MODULE } from '../../file-facts.ts';
import { MUTATORS } from './names.ts';

/** What functions of the program change in a file. */
interface Changes {
  names: Set<string>;
  /** Those of them that are assigned to, or to a property of: `x.set(…)` says as much of a client as of a map. */
  assigned: Set<string>;
  /** Functions that assign to a variable, by its name; absent once something else changes it as well. */
  setters: Map<string, Set<string> | undefined>;
}

const known = new WeakMap<Program, Map<string, Changes>>();

/**
 * Module-level names of a file that some function of the program changes while it runs: `x = …`,
 * `x.y = …`, `x.push(…)`, `Object.assign(x, …)`, in the file itself or where `x` is imported.
 */
export const mutatedIn = (file: ProgramFile, program: Program): ReadonlySet<string> =>
  changesIn(file, program)?.names ?? new Set();

/** Whether a function assigns to a variable of the module, or to a property of it. */
export const isAssigned = (name: string, file: ProgramFile, program: Program): boolean =>
  changesIn(file, program)?.assigned.has(name) ?? false;

/** The functions that give a variable of a module its value, if nothing else changes it and all of them have names. */
export function settersOf(name: string, file: ProgramFile, program: Program): string[] | undefined {
  const setters = changesIn(file, program)?.setters.get(name);
  return setters === undefined ? undefined : [...setters].sort();
}

function changesIn(file: ProgramFile, program: Program): Changes | undefined {
  const cached = known.get(program);
  const all = cached ?? changesOf(program);
  if (!cached) known.set(program, all);
  return all.get(file.path);
}

function changesOf(program: Program): Map<string, Changes> {
  const changes = new Map<string, Changes>();
  const of = (path: string): Changes =>
    getOrMake(changes, path, () => ({ names: new Set(), assigned: new Set(), setters: new Map() }));
  for (const file of program.files.values()) {
    const loading = whileLoading(file);
    const note = (target: Expression, fn: number, called: boolean, setter?: string): void => {
      // A regular expression is put back to its start: nothing is kept.
      if (target.k === 'member' && target.name === 'lastIndex') return;
      if (isOfCopy(target)) return;
      const root = rootOf(target);
      if (root.k === 'this') {
        const cls = staticOwner(file, fn);
        if (cls) noteMembers(of(file.path).names, cls, target);
        return;
      }
      if (root.k !== 'id' || loading.has(fn) || isShadowed(file, root.name, fn)) return;
      const owner = ownerOf(root.name, file, program);
      if (!owner) return;
      const { names, assigned, setters } = of(owner.file.path);
      noteMembers(names, owner.name, target);
      names.add(owner.name);
      if (!called) assigned.add(owner.name);
      noteSetter(setters, owner.name, setter);
    };
    const { assignments } = file.facts;
    for (let at = 0; at < assignments.length; at++) {
      const { target, fn } = assignments[at] as AssignmentFact;
      const setter = target.k === 'id' ? file.functions.get(fn)?.name || undefined : undefined;
      note(target, fn, false, setter);
    }
    for (const { call, fact, name } of callsNamed(file, CHANGERS)) {
      const target = changedBy(call, name);
      if (target) note(target, fact.fn, true);
    }
  }
  return changes;
}

function noteMembers(names: Set<string>, owner: string, target: Expression): void {
  for (const member of membersOf(target)) names.add(`${owner}.${member}`);
}

function noteSetter(setters: Changes['setters'], name: string, setter: string | undefined): void {
  if (!setters.has(name)) setters.set(name, new Set());
  if (setter === undefined) setters.set(name, undefined);
  else setters.get(name)?.add(setter);
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
  for (let at = fn; at !== MODULE; ) {
    if (variableIn(file, at, name)) return true;
    const own = file.functions.get(at);
    if (!own) return false;
    if (own.params.some((p) => p.name === name || p.properties?.some((q) => q.local === name)))
      return true;
    at = own.parent;
  }
  return false;
}
