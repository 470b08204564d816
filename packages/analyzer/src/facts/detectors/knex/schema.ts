import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import type { Value } from '../../../link/value.ts';
import type { ForeignKey } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName } from '../../expressions.ts';

function textOf(value: Value): string | undefined {
  return value.t === 'string' ? value.value : undefined;
}

export const SCHEMA_TABLE: ReadonlySet<string> = new Set([
  'createTable',
  'createTableIfNotExists',
  'alterTable',
  'table',
  'createView',
  'createViewOrReplace',
]);

/** `schema.createTable('orders', (t) => { t.integer('user_id').references('users.id') })`. */
export function defineTable(
  file: ProgramFile,
  registry: TableRegistry,
  call: CallExpression,
): void {
  const name = calledName(call);
  if (!name || !SCHEMA_TABLE.has(name) || call.callee.k !== 'member') return;
  if (!mentionsSchema(call.callee.object)) return;
  const { evaluator } = registry;
  const first = call.args[0];
  const table = first ? evaluator.evaluate(first, file, -1) : undefined;
  const builder = call.args[1];
  if (table?.t !== 'string' || builder?.k !== 'fn') return;
  const isView = /view/i.test(name);
  const creates = name.startsWith('create');
  const model: Model = {
    table: table.value,
    kind: isView ? 'view' : 'table',
    via: 'knex',
    foreignKeys: foreignKeys(file, builder.at, registry),
    relations: new Map(),
    ...(creates ? { site: { file: file.path, line: call.nameLine } } : {}),
  };
  if (creates || model.foreignKeys.length > 0) registry.define(model);
}

function mentionsSchema(expression: Expression): boolean {
  let at = expression;
  for (;;) {
    if (at.k === 'member') {
      if (at.name === 'schema') return true;
      at = at.object;
    } else if (at.k === 'call') at = at.callee;
    else return at.k === 'id' && at.name === 'schema';
  }
}

const ON_DELETE = new Set(['cascade', 'set null', 'set default', 'restrict', 'no action']);

function foreignKeys(file: ProgramFile, builder: number, registry: TableRegistry): ForeignKey[] {
  const found: ForeignKey[] = [];
  for (const { fact, call: references, chain } of callsNamed(file, ['references'])) {
    const { fn } = fact;
    if (fn !== builder) continue;
    const inTable = chain.find((c) => calledName(c) === 'inTable');
    const text = (e: Expression | undefined): string | undefined =>
      e ? textOf(registry.evaluator.evaluate(e, file, fn)) : undefined;
    const referenced = text(references.args[0]);
    const table =
      text(inTable?.args[0]) ?? (referenced?.includes('.') ? referenced.split('.')[0] : undefined);
    if (!table) continue;
    const action = text(chain.find((c) => calledName(c) === 'onDelete')?.args[0])?.toLowerCase();
    const start = chain[0];
    const column =
      calledName(start ?? references) === 'foreign' || start !== references
        ? text(start?.args[0])
        : undefined;
    found.push({
      columns: column ? [column] : [],
      table,
      referencedColumns: referenced ? [referenced.split('.').pop() ?? referenced] : [],
      ...(action && ON_DELETE.has(action)
        ? { onDelete: action as NonNullable<ForeignKey['onDelete']> }
        : {}),
      site: { file: file.path, line: references.nameLine },
    });
  }
  return found;
}
