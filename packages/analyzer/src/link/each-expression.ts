import type { Expression } from '../parse/expression.ts';
import type { ProgramFile } from './program.ts';

const MAX_DEPTH = 200;

/** Every expression that the facts of a file keep, the outer before the inner. */
export function eachExpression(file: ProgramFile, visit: (expression: Expression) => void): void {
  const { variables, assignments, calls, functions } = file.facts;
  const walk = (expression: Expression | undefined): void => {
    if (expression) within(expression, visit, 0);
  };
  for (const { init } of variables) walk(init);
  for (const { value } of assignments) walk(value);
  for (const { expression } of calls) walk(expression);
  for (const { returns } of functions) for (const returned of returns) walk(returned);
  for (const item of file.exports.values()) if (item.k === 'value') walk(item.value);
}

function within(expression: Expression, visit: (e: Expression) => void, depth: number): void {
  if (depth > MAX_DEPTH) return;
  visit(expression);
  const inner = depth + 1;
  switch (expression.k) {
    case 'obj':
      for (const { value } of expression.props) within(value, visit, inner);
      return;
    case 'arr':
      for (const item of expression.items) within(item, visit, inner);
      return;
    case 'call':
      within(expression.callee, visit, inner);
      for (const argument of expression.args) within(argument, visit, inner);
      return;
    case 'member':
      within(expression.object, visit, inner);
      return;
    case 'await':
    case 'spread':
    case 'typed':
      within(expression.of, visit, inner);
      return;
    case 'either':
      for (const branch of expression.of) within(branch, visit, inner);
      return;
    case 'concat':
      within(expression.left, visit, inner);
      within(expression.right, visit, inner);
  }
}
