import type { ProgramFile } from '../../../link/program.ts';
import { stringOf } from '../../../link/value.ts';
import type { Column, ForeignKey } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { column, typeName } from '../../columns.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, chainOf, lastName } from '../../expressions.ts';
import type { FunctionId } from '../../file-facts.ts';
import { isUndone } from '../../migrations.ts';
import { referentialActions } from '../../referential-actions.ts';
import { tablesOfQuery } from '../../view-query.ts';

export const SCHEMA_CALLS: string[] = ['createTable', 'createView', 'alterTable', 'dropTable'];
export const TABLE_CALLS: string[] = [
  'addColumn',
  'modifyColumn',
  'dropColumn',
  'renameColumn',
  'renameTo',
  'addForeignKeyConstraint',
  'dropConstraint',
];

/** Knex has the same names; its second argument is a callback, and nothing runs its chains. */
export function isSchemaChain(call: CallExpression, chain: readonly CallExpression[]): boolean {
  if (call.callee.k !== 'member' || lastName(call.callee.object) !== 'schema') return false;
  return (
    call.args.length === 1 &&
    chain.some((other) =>
      /^(?:execute|compile|add\w+|\w+Column|renameTo|as)$/.test(calledName(other) ?? ''),
    )
  );
}

type Text = (expression: Expression | undefined) => string | undefined;

/** `db.schema.createTable('items').addColumn('order_id', 'uuid', (c) => c.references('orders.id'))`. */
export function defineTable(
  file: ProgramFile,
  registry: TableRegistry,
  chain: readonly CallExpression[],
  create: CallExpression,
  fn: FunctionId,
): void {
  if (!isSchemaChain(create, chain) || isUndone(file, fn)) return;
  const text: Text = (expression) =>
    expression ? stringOf(registry.evaluator.evaluate(expression, file, fn)) : undefined;
  const table = text(create.args[0]);
  if (table === undefined) return;
  const name = calledName(create);
  const all = (method: string): CallExpression[] => chain.filter((c) => calledName(c) === method);
  const texts = (method: string): string[] => all(method).flatMap((c) => text(c.args[0]) ?? []);
  const [renamedTo] = texts('renameTo');
  const model: Model = {
    table,
    kind: name === 'createView' ? 'view' : 'table',
    via: 'kysely',
    creates: name?.startsWith('create') ?? false,
    foreignKeys: chain.flatMap((call) => columnKey(file, call, text)),
    columns: [...all('addColumn'), ...all('modifyColumn')].flatMap((c) => columnOf(file, c, text)),
    changes: {
      ...(name === 'dropTable' ? { dropped: true } : {}),
      ...(renamedTo === undefined ? {} : { renamedTo }),
      dropsColumns: texts('dropColumn'),
      dropsKeys: texts('dropConstraint'),
      renamesColumns: all('renameColumn').flatMap(({ args }) => {
        const [from, to] = [text(args[0]), text(args[1])];
        return from === undefined || to === undefined ? [] : [{ from, to }];
      }),
    },
    relations: new Map(),
    site: { file: file.path, line: create.nameLine },
  };
  if (model.kind === 'view')
    model.reads = () => all('as').flatMap(({ args }) => tablesOfQuery(args[0], file, fn, registry));
  registry.define(model);
}

/** The type is a text or an `sql` template. */
function columnOf(file: ProgramFile, call: CallExpression, text: Text): Column[] {
  const name = text(call.args[0]);
  const given = call.args[1];
  const type =
    given?.k === 'template' && given.parts.length === 1 ? given.parts[0] : typeName(given);
  return name === undefined ? [] : [column(name, type, { file: file.path, line: call.nameLine })];
}

function columnKey(file: ProgramFile, call: CallExpression, text: Text): ForeignKey[] {
  const name = calledName(call);
  const builder = call.args.at(-1);
  const returned = builder?.k === 'fn' ? file.functions.get(builder.at)?.returns[0] : undefined;
  const options = returned ? chainOf(returned) : [];
  const given = (method: string): Expression | undefined =>
    options.find((c) => calledName(c) === method)?.args[0];
  const actions = referentialActions((method) => text(given(method)));
  const site = { file: file.path, line: call.nameLine };
  if (name === 'addForeignKeyConstraint') {
    const table = text(call.args[2]);
    const columns = (e: Expression | undefined): string[] =>
      e?.k === 'arr' ? e.items.flatMap((i) => text(i) ?? []) : [];
    if (!table) return [];
    const key = { columns: columns(call.args[1]), referencedColumns: columns(call.args[3]) };
    return [{ ...key, table, ...actions, site }];
  }
  if (name !== 'addColumn') return [];
  const target = text(given('references'))?.split('.');
  const own = text(call.args[0]);
  if (!target?.[0] || !own) return [];
  return [
    { columns: [own], table: target[0], referencedColumns: target.slice(1), ...actions, site },
  ];
}
