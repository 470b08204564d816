import { calledName, outermostCall } from '../facts/expressions.ts';
import type {
  AssignmentFact,
  CallFact,
  ClassFact,
  ClassMemberFact,
  FileFacts,
  FunctionId,
  RawExport,
} from '../facts/file-facts.ts';
import type { CallExpression } from '../parse/expression.ts';
import type { CallsOfProgram } from './calls-by-name.ts';
import {
  indexExportAssignment,
  indexExportCall,
  indexRequires,
  mayExport,
} from './commonjs-exports.ts';
import { enclosingClass } from './enclosing.ts';
import { getOrMake } from './get-or-make.ts';
import type { ProgramCall, ProgramFile } from './program-file.ts';

/** Most files have nothing of most kinds. */
const NOTHING: ReadonlyMap<never, never> = new Map<never, never>();
const NONE: readonly never[] = [];
const NOTHING_GIVEN: ProgramFile['callsGiven'] = { fn: NONE, obj: NONE };

export function indexFile(
  path: string,
  facts: FileFacts,
  index: number,
  callsByName: CallsOfProgram,
): ProgramFile {
  const stars: (RawExport & { k: 'star' })[] = [];
  const exports = new Map<string, RawExport>();
  for (const item of facts.exports) {
    if (item.k === 'star') stars.push(item);
    else if (!exports.has(item.name)) exports.set(item.name, item);
  }
  const file: ProgramFile = {
    path,
    index,
    facts,
    functions: keyed(facts.functions, (fn) => fn.at),
    classes: keyed(facts.classes, (cls) => cls.at),
    classIndexes: new Map(),
    kept: undefined,
    followed: new Map(),
    imported: importedNames(facts),
    variables: grouped(facts.variables, (variable) => variable.name),
    declaredFunctions: grouped(facts.functions, (fn) =>
      fn.declared && fn.classAt === undefined ? fn.name : undefined,
    ),
    declaredClasses: keyed(facts.classes, (cls) => cls.name || undefined),
    types: keyed(facts.types, (type) => type.name),
    exports,
    stars,
    assignedNames: grouped(facts.assignments, ({ target }) =>
      target.k === 'id' ? target.name : undefined,
    ),
    assignedMembers: NOTHING,
    calls: NONE,
    callsByName,
    callsGiven: NOTHING_GIVEN,
    decorated: facts.classes.filter(isDecorated),
    extensions: NOTHING,
  };
  const calls = callsOf(file);
  file.calls = calls;
  file.callsGiven = callsGiven(calls);
  file.extensions = extensionsOf(calls);
  file.assignedMembers = indexMembers(file);
  for (let at = 0; at < calls.length; at++) {
    const own = calls[at] as ProgramCall;
    callsByName.add(own);
    const { last, name, call } = own;
    if (last && mayExport(name)) indexExportCall(file, call);
  }
  indexRequires(file);
  return file;
}

/** @param key undefined for what is left out; of two with one key the later counts */
function keyed<T, K>(items: readonly T[], key: (item: T) => K | undefined): ReadonlyMap<K, T> {
  let found: Map<K, T> | undefined;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as T;
    const own = key(item);
    if (own === undefined) continue;
    found ??= new Map();
    found.set(own, item);
  }
  return found ?? NOTHING;
}

function grouped<T>(
  items: readonly T[],
  key: (item: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  let found: Map<string, T[]> | undefined;
  const grown: string[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as T;
    const own = key(item);
    if (own === undefined) continue;
    found ??= new Map();
    const known = found.get(own);
    if (known) {
      known.push(item);
      if (known.length === 2) grown.push(own);
    } else found.set(own, [item]);
  }
  // A list that has grown has room for many more; there are too many of them.
  for (let at = 0; at < grown.length; at++) {
    const name = grown[at] as string;
    found?.set(name, (found.get(name) as T[]).slice());
  }
  return found ?? NOTHING;
}

function callsGiven(calls: readonly ProgramCall[]): ProgramFile['callsGiven'] {
  let fn: ProgramCall[] | undefined;
  let obj: ProgramCall[] | undefined;
  for (let at = 0; at < calls.length; at++) {
    const own = calls[at] as ProgramCall;
    const { args } = own.call;
    let kinds = 0;
    for (let index = 0; index < args.length; index++) {
      const kind = args[index]?.k;
      if (kind === 'fn') kinds |= 1;
      else if (kind === 'obj') kinds |= 2;
    }
    if (kinds & 1) {
      fn ??= [];
      fn.push(own);
    }
    if (kinds & 2) {
      obj ??= [];
      obj.push(own);
    }
  }
  return { fn: fn ?? NONE, obj: obj ?? NONE };
}

function isDecorated({ decorators, members }: ClassFact): boolean {
  if (decorators.length > 0) return true;
  for (let at = 0; at < members.length; at++)
    if ((members[at] as ClassMemberFact).decorators.length > 0) return true;
  return false;
}

function callsOf(file: ProgramFile): readonly ProgramCall[] {
  const facts = file.facts.calls;
  if (facts.length === 0) return NONE;
  const calls: ProgramCall[] = [];
  for (let at = 0; at < facts.length; at++) pushChain(calls, file, facts[at] as CallFact);
  return calls;
}

/** As `chainOf` lists them, without a list for each of so many. */
function pushChain(calls: ProgramCall[], file: ProgramFile, fact: CallFact): void {
  const start = calls.length;
  for (let call = outermostCall(fact.expression); call; call = outermostCall(call.callee)) {
    const last = calls.length === start;
    calls.push({ file, fact, call, name: calledName(call) ?? '', last, order: 0 });
  }
  if (calls.length - start > 1) calls.push(...calls.splice(start).reverse());
  for (let order = start; order < calls.length; order++)
    (calls[order] as ProgramCall).order = order;
}

function importedNames({ imports }: FileFacts): ProgramFile['imported'] {
  const found: ProgramFile['imported'] = new Map();
  for (const { names, specifier } of imports)
    for (const { local, imported } of names) if (local) found.set(local, { specifier, imported });
  return found;
}

function extensionsOf(calls: readonly ProgramCall[]): ReadonlyMap<FunctionId, CallExpression> {
  let found: Map<FunctionId, CallExpression> | undefined;
  for (let at = 0; at < calls.length; at++) {
    const own = calls[at] as ProgramCall;
    if (own.name !== 'extend') continue;
    const { expression } = own.fact;
    if (expression.k !== 'call' || expression.callee.k !== 'member') continue;
    const methods = expression.callee.name === 'extend' ? expression.args[0] : undefined;
    if (methods?.k !== 'obj') continue;
    found ??= new Map();
    for (const { value } of methods.props) if (value.k === 'fn') found.set(value.at, expression);
  }
  return found ?? NOTHING;
}

/** Assignments to `this.x` by class and name, the first counts; those to exports become exports. */
function indexMembers(file: ProgramFile): ProgramFile['assignedMembers'] {
  let found: Map<number, Map<string, AssignmentFact>> | undefined;
  for (const assignment of file.facts.assignments) {
    const { target, value, line } = assignment;
    if (target.k !== 'member' || target.name === null) continue;
    if (target.object.k !== 'this') {
      indexExportAssignment(file, target.object, target.name, value, line);
      continue;
    }
    const classAt = enclosingClass(file, assignment.fn);
    if (classAt === undefined) continue;
    found ??= new Map();
    const members = getOrMake(found, classAt, () => new Map<string, AssignmentFact>());
    // `this.client = null` in a constructor only says that it comes later.
    if ((members.get(target.name)?.value.k ?? 'null') === 'null')
      members.set(target.name, assignment);
  }
  return found ?? NOTHING;
}
