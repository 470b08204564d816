import type { FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { type ProgramFile, variableAround } from './program.ts';
import type { Step } from './typed-places.ts';
import type { Value } from './value.ts';

const MAX_BRANCHES = 4;

/** What the platform has is of no package, and as much outside of the program. */
const CONSOLE: Value = { t: 'external', package: 'console', path: '*' };

/** Takes one value; false where no more are wanted. */
export type Take = (value: Value) => boolean;

/**
 * Hands on all that an expression may be, where evaluating it takes the first branch that says something; false where no
 * more are wanted. Asked for each argument of a type of the program, so without generators.
 */
export function eachValue(
  self: Evaluator,
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  take: Take,
  depth = 0,
): boolean {
  const inner = depth + 1;
  if (depth > MAX_BRANCHES) return true;
  switch (expression.k) {
    case 'await':
    case 'typed':
      return eachValue(self, expression.of, file, fn, take, inner);
    case 'either':
      return expression.of.every((branch) => eachValue(self, branch, file, fn, take, inner));
    case 'id': {
      const init = variableAround(file, fn, expression.name)?.init;
      if (init?.k === 'either') return eachValue(self, init, file, fn, take, inner);
      if (expression.name === 'console') return take(CONSOLE);
    }
  }
  if (expression.k === 'call' && !expression.construct) {
    const callee = self.evaluate(expression.callee, file, fn);
    if (callee.t === 'function' && callee.fn.returns.length > 1)
      return callee.fn.returns.every((returned) =>
        eachValue(self, returned, callee.file, callee.fn.at, take, inner),
      );
  }
  return take(self.evaluate(expression, file, fn));
}

/** What the callers of a function hand in at one place. */
export function eachArgument(self: Evaluator, fn: FunctionFact, index: number, take: Take): void {
  for (const { file, own } of self.callers?.of(fn) ?? []) {
    const argument = own.call.args[index];
    if (argument && !eachValue(self, argument, file, own.fact.fn, take)) return;
  }
}

/** From a list to its items, from an object to the values of its properties. */
export function reach(self: Evaluator, value: Value, path: readonly Step[]): readonly Value[] {
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
