import type { ProgramFile } from '../link/program.ts';
import type { Expression } from '../parse/expression.ts';
import type { Model, TableRegistry } from './detector.ts';
import { type ClassFact, MODULE } from './file-facts.ts';

/** `static tableName = 't'`, `get tableName() { return 't' }`, as Objection and Bookshelf have it. */
export function classTableName(
  file: ProgramFile,
  cls: ClassFact,
  registry: TableRegistry,
): string | undefined {
  const member = cls.members.find((m) => m.name === 'tableName' && m.kind !== 'set');
  const fn = member?.at === undefined ? undefined : file.functions.get(member.at);
  const expression = member?.init ?? fn?.returns[0];
  return expression ? textOf(registry, file, expression) : undefined;
}

export function textOf(
  registry: TableRegistry,
  file: ProgramFile,
  expression: Expression | undefined,
  fn: number = MODULE,
): string | undefined {
  const value = expression ? registry.evaluator.evaluate(expression, file, fn) : undefined;
  return value?.t === 'string' ? value.value : undefined;
}

export function tableModel(via: string, table: string, file: ProgramFile, line: number): Model {
  return {
    table,
    kind: 'table',
    via,
    site: { file: file.path, line },
    foreignKeys: [],
    relations: new Map(),
  };
}
