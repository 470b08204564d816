import type { ProgramFile } from '../link/program.ts';
import { stringOf } from '../link/value.ts';
import type { Column, ForeignKey } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import type { TableChanges, TableRegistry } from './detector.ts';
import { objectProperty } from './expressions.ts';
import { type FunctionId, MODULE } from './file-facts.ts';
import { referentialActions } from './referential-actions.ts';

/** One call of a migration: the tables it changes, and what it says of the first of them. */
export interface MigrationStep {
  tables: string[];
  creates: boolean;
  foreignKeys?: ForeignKey[];
  columns?: Column[];
  changes?: TableChanges;
  line: number;
}

/** Where an expression stands, which decides what its names mean. */
export interface Place {
  file: ProgramFile;
  fn: FunctionId;
  registry: TableRegistry;
}

export function textAt(place: Place, expression: Expression | undefined): string | undefined {
  if (!expression) return undefined;
  return stringOf(place.registry.evaluator.evaluate(expression, place.file, place.fn));
}

/** Constant texts of a list, or the one text in its place. */
export function textsAt(place: Place, expression: Expression | undefined): string[] {
  const items = expression?.k === 'arr' ? expression.items : [expression];
  return items.flatMap((item) => textAt(place, item) ?? []);
}

/** An object literal, also behind a name, with the place its properties are to be read at. */
export function shapeAt(
  place: Place,
  expression: Expression | undefined,
): { shape: Expression & { k: 'obj' }; place: Place } | undefined {
  if (!expression) return undefined;
  if (expression.k === 'obj') return { shape: expression, place };
  const { registry } = place;
  const value = registry.evaluator.evaluate(expression, place.file, place.fn);
  return value.t === 'object'
    ? { shape: value.expression, place: { file: value.file, fn: value.fn, registry } }
    : undefined;
}

/** The `onDelete` and `onUpdate` of an object literal. */
export function actionsAt(
  place: Place,
  shape: Expression | undefined,
): Pick<ForeignKey, 'onDelete' | 'onUpdate'> {
  return referentialActions((name) => textAt(place, objectProperty(shape, name)));
}

/** A table that is only made again when a migration is taken back is no table of today. */
export function isUndone(file: ProgramFile, fn: FunctionId): boolean {
  for (let at = fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE)
    if (/(?:^|\.)down$/.test(file.functions.get(at)?.name ?? '')) return true;
  return false;
}

/** Keeps what a step says of its table, for the list of tables. */
export function defineStep(via: string, place: Place, step: MigrationStep): void {
  const [table] = step.tables;
  const { file, fn, registry } = place;
  if (table === undefined || isUndone(file, fn)) return;
  const { creates, foreignKeys = [], columns = [], changes } = step;
  if (!creates && !changes && foreignKeys.length + columns.length === 0) return;
  registry.define({
    table,
    kind: 'table',
    via,
    creates,
    columns,
    foreignKeys,
    relations: new Map(),
    ...(changes ? { changes } : {}),
    site: { file: file.path, line: step.line },
  });
}
