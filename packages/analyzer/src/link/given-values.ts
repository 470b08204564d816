import type { FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { type ProgramFile, variableAround } from './program.ts';
import type { Step } from './typed-places.ts';
import type { Value } from './value.ts';

const MAX_BRANCHES = 4;

/** What the platform has is of no package, and as much outside of the program. */
const CONSOLE: Value = { t: 'external', package: 'console', path: '*' };

/** All that an expression may be, where evaluating it takes the first branch that says something. */
export function* valuesOf(
  self: Evaluator,
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  depth = 0,
): Generator<Value> {
  const inner = depth + 1;
  if (depth > MAX_BRANCHES) return;
  if (expression.k === 'await' || expression.k === 'typed')
    return yield* valuesOf(self, expression.of, file, fn, inner);
  if (expression.k === 'either') {
    for (const branch of expression.of) yield* valuesOf(self, branch, file, fn, inner);
    return;
  }
  if (expression.k === 'id') {
    const init = variableAround(file, fn, expression.name)?.init;
    if (init?.k === 'either') return yield* valuesOf(self, init, file, fn, inner);
    if (expression.name === 'console') return yield CONSOLE;
  }
  if (expression.k === 'call' && !expression.construct) {
    const callee = self.evaluate(expression.callee, file, fn);
    if (callee.t === 'function' && callee.fn.returns.length > 1) {
      for (const returned of callee.fn.returns)
        yield* valuesOf(self, returned, callee.file, callee.fn.at, inner);
      return;
    }
  }
  yield self.evaluate(expression, file, fn);
}

/** What the callers of a function hand in at one place. */
export function* argumentsOf(self: Evaluator, fn: FunctionFact, index: number): Generator<Value> {
  for (const { file, own } of self.callers?.of(fn) ?? []) {
    const argument = own.call.args[index];
    if (argument) yield* valuesOf(self, argument, file, own.fact.fn);
  }
}

/** From a list to its items, from an object to the values of its properties. */
export function reach(self: Evaluator, value: Value, path: readonly Step[]): Value[] {
  let found = [value];
  for (const step of path) found = found.flatMap((at) => inside(self, at, step));
  return found;
}

function inside(self: Evaluator, value: Value, step: Step): Value[] {
  if (value.t !== 'array' && value.t !== 'object') return [];
  if ((value.t === 'array') !== (step === 'item')) return [];
  const held =
    value.t === 'array'
      ? value.expression.items
      : value.expression.props.map((property) => property.value);
  return held.map((one) => self.evaluate(one, value.file, value.fn, value.binding));
}
