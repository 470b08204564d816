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
  for (const inner of partsOf(expression)) within(inner, visit, depth + 1);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.k) {
    case 'obj':
      return expression.props.map(({ value }) => value);
    case 'arr':
      return expression.items;
    case 'call':
      return [expression.callee, ...expression.args];
    case 'member':
      return [expression.object];
    case 'await':
    case 'spread':
    case 'typed':
      return [expression.of];
    case 'either':
      return expression.of;
    case 'concat':
      return [expression.left, expression.right];
    default:
      return [];
  }
}
