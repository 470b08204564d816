import type { Column } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import { calledName, lastName } from './expressions.ts';

export function column(name: string, type: string | undefined, site: Column['site']): Column {
  return { name, ...(type === undefined ? {} : { type }), site };
}

/** The name of a type that is a value: `DataTypes.STRING(20)` and `DataTypes.STRING` give `STRING`. */
export function typeName(expression: Expression | undefined): string | undefined {
  if (expression?.k === 'str') return expression.value;
  if (expression?.k === 'call') return calledName(expression);
  return expression?.k === 'member' ? lastName(expression) : undefined;
}

/** The line of an expression that has one. */
export function lineOf(expression: Expression | undefined, otherwise: number): number {
  return expression && 'line' in expression ? expression.line : otherwise;
}
