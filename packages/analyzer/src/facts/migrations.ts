import type { ProgramFile } from '../link/program.ts';
import type { NamedKey } from '../link/schema-steps.ts';
import type { Column, ForeignKey } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import type { TableChanges } from './detector.ts';
import { objectProperty } from './expressions.ts';
import { type FunctionId, MODULE } from './file-facts.ts';
import { type Place, textAt } from './places.ts';
import { referentialActions } from './referential-actions.ts';

/** One call of a migration: the tables it changes, and what it says of the first of them. */
export interface MigrationStep {
  tables: string[];
  creates: boolean;
  foreignKeys?: NamedKey[];
  columns?: Column[];
  changes?: TableChanges;
  line: number;
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
