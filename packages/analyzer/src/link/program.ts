import { calledName, chainOf } from '../facts/expressions.ts';
import type {
  AssignmentFact,
  CallFact,
  FileFacts,
  FunctionFact,
  FunctionId,
  RawImport,
  VariableFact,
} from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import { indexExportAssignment, indexExportCall, indexRequires } from './commonjs-exports.ts';
import { getOrMake } from './get-or-make.ts';
import { type Pace, unhurried } from './pace.ts';
import type { ProgramCall, ProgramFile } from './program-file.ts';
import type { Resolution, Resolver } from './resolver.ts';

export { getOrMake } from './get-or-make.ts';
export type { ProgramCall, ProgramFile } from './program-file.ts';

export interface Program {
  files: Map<string, ProgramFile>;
  resolve(from: string, specifier: string): Resolution;
}

export async function createProgram(
  facts: Map<string, FileFacts>,
  resolver: Resolver,
  pace: Pace,
): Promise<Program> {
  const files = new Map<string, ProgramFile>();
  for await (const [path, own] of unhurried(facts, pace))
    files.set(path, indexFile(path, own, files.size));
  return { files, resolve: resolver.resolve };
}

function indexFile(path: string, facts: FileFacts, index: number): ProgramFile {
  const file: ProgramFile = {
    path,
    index,
    facts,
    functions: new Map(),
    classes: new Map(),
    imported: new Map(),
    variables: new Map(),
    declaredFunctions: new Map(),
    declaredClasses: new Map(),
    types: new Map(),
    exports: new Map(),
    stars: [],
    assignedNames: new Map(),
    assignedMembers: new Map(),
    calls: [],
    callsByName: new Map(),
    extensions: new Map(),
  };
  for (const item of facts.imports) indexImport(file, item);
  for (const variable of facts.variables) {
    const known = file.variables.get(variable.name);
    if (known) known.push(variable);
    else file.variables.set(variable.name, [variable]);
  }
  for (const cls of facts.classes) file.classes.set(cls.at, cls);
  for (const type of facts.types) file.types.set(type.name, type);
  for (const fn of facts.functions) {
    file.functions.set(fn.at, fn);
    if (fn.name && fn.classAt === undefined)
      getOrMake(file.declaredFunctions, fn.name, () => []).push(fn);
  }
  for (const cls of facts.classes) if (cls.name) file.declaredClasses.set(cls.name, cls);
  for (const item of facts.exports) {
    if (item.k === 'star') file.stars.push(item);
    else if (!file.exports.has(item.name)) file.exports.set(item.name, item);
  }
  for (const assignment of facts.assignments) indexAssignment(file, assignment);
  for (const fact of facts.calls) indexCalls(file, fact);
  for (const { fact } of callsNamed(file, ['extend'])) indexExtension(file, fact.expression);
  for (const { expression } of facts.calls) indexExportCall(file, expression);
  indexRequires(file);
  return file;
}

function indexCalls(file: ProgramFile, fact: CallFact): void {
  const chain = chainOf(fact.expression);
  for (let index = 0; index < chain.length; index++) {
    const call = chain[index] as CallExpression;
    const name = calledName(call) ?? '';
    const own = { fact, call, chain, index, name, order: file.calls.length };
    file.calls.push(own);
    const known = file.callsByName.get(name);
    if (known) known.push(own);
    else file.callsByName.set(name, [own]);
  }
}

/** The variable a name stands for in the scope of one function, not in those around it. */
export function variableIn(
  file: ProgramFile,
  fn: FunctionId,
  name: string,
): VariableFact | undefined {
  const named = file.variables.get(name);
  if (!named) return undefined;
  for (const variable of named) if (variable.fn === fn) return variable;
  return undefined;
}

/** The calls of some names, in the order of the text. */
export function callsNamed(file: ProgramFile, names: Iterable<string>): readonly ProgramCall[] {
  const lists: ProgramCall[][] = [];
  for (const name of names) {
    const list = file.callsByName.get(name);
    if (list) lists.push(list);
  }
  if (lists.length <= 1) return lists[0] ?? [];
  return lists.flat().sort((a, b) => a.order - b.order);
}

function indexExtension(file: ProgramFile, expression: Expression): void {
  if (expression.k !== 'call' || expression.callee.k !== 'member') return;
  const methods = expression.callee.name === 'extend' ? expression.args[0] : undefined;
  if (methods?.k !== 'obj') return;
  for (const { value } of methods.props) {
    if (value.k === 'fn') file.extensions.set(value.at, expression);
  }
}

function indexImport(file: ProgramFile, item: RawImport): void {
  for (const { local, imported } of item.names) {
    if (local) file.imported.set(local, { specifier: item.specifier, imported });
  }
}

function indexAssignment(file: ProgramFile, assignment: AssignmentFact): void {
  const { target, value } = assignment;
  if (target.k === 'id') {
    getOrMake(file.assignedNames, target.name, () => []).push(assignment);
    return;
  }
  if (target.k !== 'member' || target.name === null) return;
  if (target.object.k === 'this') {
    const classAt = enclosingClass(file, assignment.fn);
    if (classAt === undefined) return;
    const members = getOrMake(
      file.assignedMembers,
      classAt,
      () => new Map<string, AssignmentFact>(),
    );
    if (!members.has(target.name)) members.set(target.name, assignment);
    return;
  }
  indexExportAssignment(file, target.object, target.name, value, assignment.line);
}

/** Offset of the class whose `this` a function sees. */
export function enclosingClass(file: ProgramFile, fn: FunctionId): number | undefined {
  let at = fn;
  while (at !== MODULE) {
    const fact = file.functions.get(at);
    if (!fact) return undefined;
    if (fact.classAt !== undefined) return fact.classAt;
    at = fact.parent;
  }
  return undefined;
}

/** The method around a place, whose `this` the place sees. */
export function enclosingMethod(file: ProgramFile, fn: FunctionId): FunctionFact | undefined {
  for (let at = fn; at !== MODULE; ) {
    const fact = file.functions.get(at);
    if (!fact || fact.classAt !== undefined) return fact;
    at = fact.parent;
  }
  return undefined;
}

/** The functions around a place, innermost first. */
export function enclosingFunctions(file: ProgramFile, fn: FunctionId): FunctionFact[] {
  const found: FunctionFact[] = [];
  for (let at = fn; at !== MODULE; ) {
    const fact = file.functions.get(at);
    if (!fact) break;
    found.push(fact);
    at = fact.parent;
  }
  return found;
}

/** Name of the nearest named function around a place, `<module>` at top level. */
export function enclosingName(file: ProgramFile, fn: FunctionId): string {
  let at = fn;
  while (at !== MODULE) {
    const fact = file.functions.get(at);
    if (!fact) break;
    if (fact.name) return fact.name;
    at = fact.parent;
  }
  return '<module>';
}
