import { requireOf } from '../facts/commonjs.ts';
import { type FunctionId, MODULE } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import { constructorOf } from './class-ancestry.ts';
import { classIndex } from './class-index.ts';
import { moduleValue } from './evaluate-module.ts';
import type { Evaluator } from './evaluator.ts';
import { keptOf, type ThisPlace } from './kept-of-file.ts';
import { enclosingClass, enclosingMethod, type ProgramFile } from './program.ts';
import { type Binding, stringOf, UNKNOWN, type Value } from './value.ts';

/** Calls inside calls that are followed with their arguments. */
const MAX_BINDINGS = 4;

/** A new object, with what its constructor was given. */
export function instanceOf(
  self: Evaluator,
  { file: home, cls }: Value & { t: 'class' },
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const made = call.args.length > 0 ? constructorOf(self, home, cls)?.fn : undefined;
  if (!made) return classIndex(home, cls).instance;
  const args = call.args.map((arg) => self.evaluate(arg, file, fn, binding));
  return { t: 'instance', file: home, cls, made: { fn: made, args } };
}

export function thisValue(
  self: Evaluator,
  file: ProgramFile,
  fn: FunctionId,
  binding: Binding | undefined,
): Value {
  const place = thisPlace(file, fn);
  if (place) {
    const { cls, method, instance } = place;
    for (let known = binding; known; known = known.next)
      if (known.self && known.fn === method) return known.self;
    if (method) self.touchThis(method, cls);
    return instance;
  }
  for (let outer = fn; outer !== MODULE; outer = file.functions.get(outer)?.parent ?? MODULE) {
    const extension = file.extensions.get(outer);
    if (extension) return self.evaluate(extension, file, MODULE);
  }
  return UNKNOWN;
}

/** Whose `this` a function sees, where that is a class. */
function thisPlace(file: ProgramFile, fn: FunctionId): ThisPlace | undefined {
  const { thisPlaces } = keptOf(file);
  const known = thisPlaces.get(fn);
  if (known) return known;
  const at = enclosingClass(file, fn);
  const cls = at === undefined ? undefined : file.classes.get(at);
  if (!cls) return undefined;
  const { instance } = classIndex(file, cls);
  const made: ThisPlace = { cls, method: enclosingMethod(file, fn), instance };
  thisPlaces.set(fn, made);
  return made;
}

export function callValue(
  self: Evaluator,
  e: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const { callee } = e;
  const required = requireOf(e);
  if (required) return moduleValue(self, file, required.specifier, required.imported);
  const value = callee.k === 'super' ? UNKNOWN : self.evaluate(callee, file, fn, binding);
  return self.resultOf(value, e, file, fn, binding);
}

export function textValue(
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

/** What is returned and is nothing to follow, whatever was handed in. */
const SAYING_NOTHING: ReadonlySet<Expression['k']> = new Set(['other', 'num', 'bool', 'null']);

function bindingOf(
  self: Evaluator,
  callee: Extract<Value, { t: 'function' }>,
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  binding: Binding | undefined,
  next: Binding | undefined,
): Binding {
  const args: Value[] = [];
  for (let at = 0; !callee.bound && at < call.args.length; at++)
    args.push(self.evaluate(call.args[at] as Expression, file, fn, binding));
  const made: Binding = { fn: callee.fn, args };
  if (callee.self) made.self = callee.self;
  if (next) made.next = next;
  return made;
}

/** Result of calling code of the program: its declared type, else what it returns. */
export function functionResult(
  self: Evaluator,
  callee: Extract<Value, { t: 'function' }>,
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const fact = callee.fn;
  if (fact.returnType?.name === 'this' && callee.self) return callee.self;
  if (fact.returns.length === 0)
    return fact.returnType ? self.evaluateType(fact.returnType, callee.file) : UNKNOWN;
  const next = callee.closure ?? binding;
  let bindings = 0;
  for (let at = next; at; at = at.next) bindings++;
  if (bindings < MAX_BINDINGS) {
    let inner: Binding | undefined;
    for (let at = 0; at < fact.returns.length; at++) {
      const returned = fact.returns[at] as Expression;
      if (returned.k === 'this' && callee.self) return callee.self;
      if (SAYING_NOTHING.has(returned.k)) continue;
      inner ??= bindingOf(self, callee, call, file, fn, binding, next);
      const value = self.evaluate(returned, callee.file, fact.at, inner);
      if (value.t !== 'unknown' && value.t !== 'parameter') return value;
    }
  }
  return fact.returnType ? self.evaluateType(fact.returnType, callee.file) : UNKNOWN;
}
