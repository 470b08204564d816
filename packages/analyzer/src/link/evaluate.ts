import { type FunctionFact, type FunctionId, MODULE } from '../facts/file-facts.ts';
import type { CallExpression, Expression, TypeName } from '../parse/expression.ts';
import { type ExportTarget, followExport } from './exports.ts';
import { memberOf } from './members.ts';
import { enclosingClass, type Program, type ProgramFile } from './program.ts';
import { UNKNOWN, type Value } from './value.ts';

/** Known arguments of the call that is being followed, innermost first. */
export interface Binding {
  fn: FunctionFact;
  args: Value[];
  next?: Binding;
}

export interface Evaluator {
  program: Program;
  evaluate(expression: Expression, file: ProgramFile, fn: FunctionId, binding?: Binding): Value;
  evaluateName(name: string, file: ProgramFile, fn: FunctionId, binding?: Binding): Value;
  evaluateType(type: TypeName, file: ProgramFile): Value;
  /** Value of an exported name of a file. */
  evaluateExport(target: ExportTarget | undefined): Value;
  member(value: Value, name: string, binding?: Binding): Value;
  resultOf(
    callee: Value,
    call: CallExpression,
    file: ProgramFile,
    fn: FunctionId,
    binding?: Binding,
  ): Value;
}

const MAX_DEPTH = 60;
const MAX_BINDINGS = 4;

export function createEvaluator(program: Program): Evaluator {
  const memo = new WeakMap<Expression, Value>();
  const running = new Set<Expression | string>();
  let depth = 0;

  const self: Evaluator = {
    program,
    evaluate(expression, file, fn, binding) {
      if (!binding) {
        const known = memo.get(expression);
        if (known) return known;
      }
      if (depth > MAX_DEPTH || running.has(expression)) return UNKNOWN;
      running.add(expression);
      depth++;
      try {
        const value = compute(expression, file, fn, binding);
        if (!binding) memo.set(expression, value);
        return value;
      } finally {
        depth--;
        running.delete(expression);
      }
    },
    evaluateName: (name, file, fn, binding) => nameValue(self, name, file, fn, binding),
    evaluateType: (type, file) => typeValue(self, type, file, 0),
    evaluateExport: (target) => exportValue(self, target),
    member: (value, name, binding) => memberOf(self, value, name, binding),
    resultOf(callee, call, file, fn, binding) {
      if (callee.t === 'function') {
        const result = functionResult(self, callee, call, file, fn, binding);
        if (result.t !== 'unknown') return result;
      }
      if (callee.t === 'class' && call.construct)
        return { t: 'instance', file: callee.file, cls: callee.cls };
      return { t: 'result', of: callee, call, file, fn, ...(binding ? { binding } : {}) };
    },
  };

  function compute(e: Expression, file: ProgramFile, fn: FunctionId, binding?: Binding): Value {
    switch (e.k) {
      case 'id':
        return nameValue(self, e.name, file, fn, binding);
      case 'str':
        return { t: 'string', value: e.value };
      case 'this':
        return thisValue(self, file, fn);
      case 'member': {
        const of = self.evaluate(e.object, file, fn, binding);
        const key =
          e.name ?? (e.key ? stringOf(self.evaluate(e.key, file, fn, binding)) : undefined);
        return key === undefined ? UNKNOWN : self.member(of, key, binding);
      }
      case 'call':
        return callValue(self, e, file, fn, binding);
      case 'template':
      case 'concat':
        return textValue(self, e, file, fn, binding);
      case 'obj':
        return { t: 'object', file, fn, expression: e };
      case 'arr':
        return { t: 'array', file, fn, expression: e };
      case 'fn': {
        const fact = file.functions.get(e.at);
        return fact ? { t: 'function', file, fn: fact } : UNKNOWN;
      }
      case 'class': {
        const cls = file.classes.get(e.at);
        return cls ? { t: 'class', file, cls } : UNKNOWN;
      }
      case 'await':
        return self.evaluate(e.of, file, fn, binding);
      case 'typed': {
        const declared = typeValue(self, e.type, file, 0);
        return declared.t === 'unknown' ? self.evaluate(e.of, file, fn, binding) : declared;
      }
      case 'either': {
        for (const branch of e.of) {
          const value = self.evaluate(branch, file, fn, binding);
          if (value.t !== 'unknown') return value;
        }
        return UNKNOWN;
      }
      case 'import':
        return moduleValue(self, file, e.specifier, '*');
      default:
        return UNKNOWN;
    }
  }
  return self;
}

export function stringOf(value: Value): string | undefined {
  return value.t === 'string' ? value.value : undefined;
}

function thisValue(self: Evaluator, file: ProgramFile, fn: FunctionId): Value {
  const at = enclosingClass(file, fn);
  const cls = at === undefined ? undefined : file.classes.get(at);
  if (cls) return { t: 'instance', file, cls };
  for (let outer = fn; outer !== MODULE; outer = file.functions.get(outer)?.parent ?? MODULE) {
    const extension = file.extensions.get(outer);
    if (extension) return self.evaluate(extension, file, MODULE);
  }
  return UNKNOWN;
}

function callValue(
  self: Evaluator,
  e: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const { callee, args } = e;
  if (callee.k === 'id' && callee.name === 'require' && args[0]?.k === 'str') {
    return moduleValue(self, file, args[0].value, 'export=');
  }
  const value = self.evaluate(callee, file, fn, binding);
  return self.resultOf(value, e, file, fn, binding);
}

function textValue(
  self: Evaluator,
  e: Expression,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  if (e.k === 'concat') {
    const left = stringOf(self.evaluate(e.left, file, fn, binding));
    const right = stringOf(self.evaluate(e.right, file, fn, binding));
    return left === undefined || right === undefined
      ? UNKNOWN
      : { t: 'string', value: left + right };
  }
  if (e.k !== 'template' || e.tag) {
    return e.k === 'template' && e.tag
      ? { t: 'member', of: self.evaluate(e.tag, file, fn, binding), name: '``' }
      : UNKNOWN;
  }
  let value = e.parts[0] ?? '';
  for (const [index, hole] of e.holes.entries()) {
    const inner = stringOf(self.evaluate(hole, file, fn, binding));
    if (inner === undefined) return UNKNOWN;
    value += inner + (e.parts[index + 1] ?? '');
  }
  return { t: 'string', value };
}

/** Result of calling code of the program: its declared type, else what it returns. */
function functionResult(
  self: Evaluator,
  callee: Extract<Value, { t: 'function' }>,
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const fact = callee.fn;
  if (fact.returnType?.name === 'this' && callee.self) return callee.self;
  let bindings = 0;
  for (let at = binding; at; at = at.next) bindings++;
  if (bindings < MAX_BINDINGS) {
    const args = call.args.map((arg) => self.evaluate(arg, file, fn, binding));
    const inner: Binding = { fn: fact, args, ...(binding ? { next: binding } : {}) };
    for (const returned of fact.returns) {
      if (returned.k === 'this' && callee.self) return callee.self;
      const value = self.evaluate(returned, callee.file, fact.at, inner);
      if (value.t !== 'unknown' && value.t !== 'parameter') return value;
    }
  }
  return fact.returnType ? self.evaluateType(fact.returnType, callee.file) : UNKNOWN;
}

function nameValue(
  self: Evaluator,
  name: string,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  let at = fn;
  for (;;) {
    const variable = file.variables.get(at)?.get(name)?.[0];
    if (variable) return variableValue(self, variable, name, file, at, binding);
    const nested = file.declaredFunctions.get(name)?.find((f) => f.parent === at);
    if (nested) return { t: 'function', file, fn: nested };
    if (at === MODULE) break;
    const fact = file.functions.get(at);
    if (!fact) break;
    const parameter = parameterValue(self, fact, name, file, binding);
    if (parameter) return parameter;
    at = fact.parent;
  }
  const imported = file.imported.get(name);
  if (imported) return moduleValue(self, file, imported.specifier, imported.imported);
  const cls = file.declaredClasses.get(name);
  return cls ? { t: 'class', file, cls } : UNKNOWN;
}

function variableValue(
  self: Evaluator,
  variable: { init?: Expression; type?: TypeName },
  name: string,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  if (variable.type) {
    const declared = self.evaluateType(variable.type, file);
    if (declared.t !== 'unknown' && declared.t !== 'interface') return declared;
  }
  if (variable.init) {
    const value = self.evaluate(variable.init, file, fn, binding);
    if (value.t !== 'unknown') return value;
  }
  // `let x; … x = value`: the first assignment that says something.
  for (const assignment of file.assignedNames.get(name) ?? []) {
    const value = self.evaluate(assignment.value, file, assignment.fn, binding);
    if (value.t !== 'unknown') return value;
  }
  return variable.type ? self.evaluateType(variable.type, file) : UNKNOWN;
}

function parameterValue(
  self: Evaluator,
  fact: FunctionFact,
  name: string,
  file: ProgramFile,
  binding?: Binding,
): Value | undefined {
  for (const [index, parameter] of fact.params.entries()) {
    const property = parameter.properties?.find((p) => p.local === name)?.key;
    if (parameter.name !== name && property === undefined) continue;
    let bound: Value | undefined;
    for (let at = binding; at; at = at.next) if (at.fn === fact) bound ??= at.args[index];
    if (bound && bound.t !== 'unknown')
      return property ? self.member(bound, property, binding) : bound;
    if (parameter.type) {
      const declared = self.evaluateType(parameter.type, file);
      const value =
        property && declared.t !== 'unknown' ? self.member(declared, property) : declared;
      if (value.t !== 'unknown') return value;
    }
    return { t: 'parameter', file, fn: fact, index, ...(property ? { property } : {}) };
  }
  return undefined;
}

export function moduleValue(
  self: Evaluator,
  from: ProgramFile,
  specifier: string,
  name: string,
): Value {
  const target = self.program.resolve(from.path, specifier);
  if (target.k === 'external')
    return { t: 'external', package: externalId(target.package, specifier), path: name };
  if (target.k === 'builtin')
    return { t: 'external', package: target.name.replace(/^node:/, ''), path: name };
  if (target.k !== 'file') return UNKNOWN;
  const file = self.program.files.get(target.path);
  return file ? exportValue(self, followExport(self.program, file, name)) : UNKNOWN;
}

/** Sub-paths that are libraries of their own: `drizzle-orm/pg-core`, `next/server`. */
function externalId(name: string, specifier: string): string {
  return specifier.startsWith(name) ? specifier : name;
}

function exportValue(self: Evaluator, target: ExportTarget | undefined): Value {
  if (!target) return UNKNOWN;
  switch (target.k) {
    case 'external':
      return { t: 'external', package: target.package, path: target.name };
    case 'namespace':
      return { t: 'module', file: target.file };
    case 'value':
      return self.evaluate(target.value, target.file, MODULE);
    case 'local':
      return nameValue(self, target.local, target.file, MODULE);
  }
}

const MAX_ALIASES = 8;

function typeValue(self: Evaluator, type: TypeName, file: ProgramFile, depth: number): Value {
  if (depth > MAX_ALIASES || type.name === '') return UNKNOWN;
  const [head = '', ...rest] = type.name.split('.');
  if (type.typeof) {
    return rest.reduce(
      (value, name) => self.member(value, name),
      nameValue(self, head, file, MODULE),
    );
  }
  if (TRANSPARENT_TYPES.has(type.name) && type.args[0])
    return typeValue(self, type.args[0], file, depth + 1);
  const cls = file.declaredClasses.get(type.name);
  if (cls) return { t: 'instance', file, cls };
  const own = file.types.get(type.name);
  if (own) {
    if (own.alias && own.members.length === 0) {
      const aliased = typeValue(self, own.alias, file, depth + 1);
      if (aliased.t !== 'unknown') return aliased;
    }
    return { t: 'interface', file, type: own };
  }
  const imported = file.imported.get(head);
  return imported ? importedType(self, type, imported, rest, file, depth) : UNKNOWN;
}

const TRANSPARENT_TYPES = new Set([
  'Promise',
  'Partial',
  'Pick',
  'Omit',
  'Readonly',
  'InstanceType',
  'Required',
  'NonNullable',
  'ReturnType',
]);

function importedType(
  self: Evaluator,
  type: TypeName,
  imported: { specifier: string; imported: string },
  rest: string[],
  file: ProgramFile,
  depth: number,
): Value {
  const target = self.program.resolve(file.path, imported.specifier);
  if (target.k === 'external' || target.k === 'builtin') {
    const name = [imported.imported === '*' ? [] : imported.imported, rest].flat().join('.');
    const from =
      target.k === 'external' ? externalId(target.package, imported.specifier) : target.name;
    return { t: 'external-instance', package: from, type: name, args: type.args, file };
  }
  const to = target.k === 'file' ? self.program.files.get(target.path) : undefined;
  const found = to ? followExport(self.program, to, imported.imported) : undefined;
  if (found?.k === 'local')
    return typeValue(self, { name: found.local, args: type.args }, found.file, depth + 1);
  if (found?.k === 'namespace' && rest[0]) {
    const inner = followExport(self.program, found.file, rest[0]);
    if (inner?.k === 'local')
      return typeValue(self, { name: inner.local, args: type.args }, inner.file, depth + 1);
  }
  if (found?.k === 'external') {
    return {
      t: 'external-instance',
      package: found.package,
      type: found.name,
      args: type.args,
      file,
    };
  }
  if (found?.k === 'value') {
    const value = self.evaluate(found.value, found.file, MODULE);
    return value.t === 'class' ? { t: 'instance', file: value.file, cls: value.cls } : value;
  }
  return UNKNOWN;
}
