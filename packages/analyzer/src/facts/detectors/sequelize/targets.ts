import type { ProgramFile } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { lastName } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';

export function text(
  registry: TableRegistry,
  file: ProgramFile,
  expression: Expression | undefined,
): string | undefined {
  const value = expression ? registry.evaluator.evaluate(expression, file, MODULE) : undefined;
  return value?.t === 'string' ? value.value : undefined;
}

export function targetOf(
  argument: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  if (!argument) return undefined;
  const expression = argument.k === 'fn' ? file.functions.get(argument.at)?.returns[0] : argument;
  if (!expression) return undefined;
  return (
    registry.of(registry.evaluator.evaluate(expression, file, MODULE)) ??
    registry.byName('sequelize', lastName(expression) ?? '')
  );
}
