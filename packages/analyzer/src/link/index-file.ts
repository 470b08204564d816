import { calledName, outermostCall } from '../facts/expressions.ts';
import type {
  AssignmentFact,
  CallFact,
  FileFacts,
  FunctionId,
  RawExport,
} from '../facts/file-facts.ts';
import type { CallExpression } from '../parse/expression.ts';
import { indexExportAssignment, indexExportCall, indexRequires } from './commonjs-exports.ts';
import { enclosingClass } from './enclosing.ts';
import { getOrMake } from './get-or-make.ts';
import type { ProgramCall, ProgramFile } from './program-file.ts';

/** Most files have nothing of most kinds. */
const NOTHING: ReadonlyMap<never, never> = new Map<never, never>();

export function indexFile(path: string, facts: FileFacts, index: number): ProgramFile {
  const calls = callsOf(facts);
  const callsByName = grouped(calls, (own) => own.name);
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
    calls,
    callsByName,
    extensions: extensionsOf(callsByName.get('extend')),
  };
  file.assignedMembers = indexMembers(file);
  for (const { expression } of facts.calls) indexExportCall(file, expression);
  indexRequires(file);
  return file;
}

/** @param key undefined for what is left out; of two with one key the later counts */
function keyed<T, K>(items: readonly T[], key: (item: T) => K | undefined): ReadonlyMap<K, T> {
  let found: Map<K, T> | undefined;
  for (const item of items) {
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
  for (const item of items) {
    const own = key(item);
    if (own === undefined) continue;
    found ??= new Map();
    const known = found.get(own);
    if (known) known.push(item);
    else found.set(own, [item]);
  }
  return found ?? NOTHING;
}

function callsOf(facts: FileFacts): ProgramCall[] {
  const calls: ProgramCall[] = [];
  for (const fact of facts.calls) pushChain(calls, fact);
  return calls;
}

/** As `chainOf` lists them, without a list for each of so many. */
function pushChain(calls: ProgramCall[], fact: CallFact): void {
  const start = calls.length;
  for (let call = outermostCall(fact.expression); call; call = outermostCall(call.callee)) {
    const last = calls.length === start;
    calls.push({ fact, call, name: calledName(call) ?? '', last, order: 0 });
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

function extensionsOf(
  calls: readonly ProgramCall[] | undefined,
): ReadonlyMap<FunctionId, CallExpression> {
  if (!calls) return NOTHING;
  const found = new Map<FunctionId, CallExpression>();
  for (const { expression } of calls.map((own) => own.fact)) {
    if (expression.k !== 'call' || expression.callee.k !== 'member') continue;
    const methods = expression.callee.name === 'extend' ? expression.args[0] : undefined;
    if (methods?.k !== 'obj') continue;
    for (const { value } of methods.props) if (value.k === 'fn') found.set(value.at, expression);
  }
  return found;
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
