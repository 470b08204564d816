import type { ProgramFile } from '../../../link/program.ts';
import { stringOf } from '../../../link/value.ts';
import type { Column } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { column, lineOf } from '../../columns.ts';
import type { TableRegistry } from '../../detector.ts';
import { calledName, chainOf } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';

/** `{ id: uuid('id').primaryKey() }`, or what a function of the builders returns. */
export function columnShape(
  factory: CallExpression,
  file: ProgramFile,
): (Expression & { k: 'obj' }) | undefined {
  const given = factory.args[1];
  const shape = given?.k === 'fn' ? file.functions.get(given.at)?.returns[0] : given;
  return shape?.k === 'obj' ? shape : undefined;
}

export function columnsOf(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): Column[] {
  const shape = columnShape(factory, file);
  return (shape?.props ?? []).flatMap(({ key, value }) => {
    const [type] = value.k === 'call' ? chainOf(value) : [];
    if (key === null || !type) return [];
    const site = { file: file.path, line: lineOf(value, factory.line) };
    return [column(columnNamed(key, value, file, registry), calledName(type), site)];
  });
}

/** The name in the database: `integer('user_id')`, else that of the property. */
export function columnNamed(
  key: string,
  value: Expression,
  file: ProgramFile,
  registry: TableRegistry,
): string {
  const [type] = value.k === 'call' ? chainOf(value) : [];
  const [named] = type?.args ?? [];
  const given =
    named && named.k !== 'obj'
      ? stringOf(registry.evaluator.evaluate(named, file, MODULE))
      : undefined;
  return given ?? key;
}
