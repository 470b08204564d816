import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import type { NamedKey } from '../../../link/schema-steps.ts';
import { stringOf } from '../../../link/value.ts';
import type { Column } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { qualifiedName } from '../../../sql/naming.ts';
import { column } from '../../columns.ts';
import type { Model, TableChanges, TableRegistry } from '../../detector.ts';
import { calledName, chainOf } from '../../expressions.ts';
import type { FunctionId } from '../../file-facts.ts';
import { isUndone } from '../../migrations.ts';
import { referentialActions } from '../../referential-actions.ts';
import { tablesOfQuery } from '../../view-query.ts';

/** Calls on the schema that make or change one table or view. */
export const SCHEMA_TABLE: readonly string[] = [
  'createTable',
  'createTableIfNotExists',
  'alterTable',
  'table',
  'createView',
  'createViewOrReplace',
  'createMaterializedView',
  'dropTable',
  'dropTableIfExists',
  'renameTable',
];

/** Methods of the table builder that make a column of the name they are given. */
const COLUMN_TYPES = new Set(
  `increments bigIncrements tinyint smallint mediumint integer int bigint bigInteger text string float
  double decimal boolean bool date datetime dateTime time timestamp binary enu enum json jsonb uuid
  geometry geography point specificType`.split(/\s+/),
);

interface Builder {
  file: ProgramFile;
  fn: FunctionId;
  registry: TableRegistry;
  text(expression: Expression | undefined): string | undefined;
}

/** `schema.createTable('orders', (t) => { t.integer('user_id').references('users.id') })`. */
export function defineTable(
  file: ProgramFile,
  registry: TableRegistry,
  call: CallExpression,
  fn: FunctionId,
): void {
  const name = calledName(call);
  if (!name || !SCHEMA_TABLE.includes(name) || call.callee.k !== 'member') return;
  if (!mentionsSchema(call.callee.object) || isUndone(file, fn)) return;
  const textIn =
    (at: FunctionId) =>
    (expression: Expression | undefined): string | undefined =>
      expression ? stringOf(registry.evaluator.evaluate(expression, file, at)) : undefined;
  const [first, second] = call.args;
  const named = textIn(fn)(first);
  if (named === undefined) return;
  const schema = textIn(fn)(toldSchema(call));
  const table = qualifiedName(schema, named);
  const model: Model = {
    table,
    kind: /view/i.test(name) ? 'view' : 'table',
    via: 'knex',
    creates: name.startsWith('create'),
    foreignKeys: [],
    relations: new Map(),
    site: { file: file.path, line: call.nameLine },
  };
  const other = name === 'renameTable' ? textIn(fn)(second) : undefined;
  const renamedTo = other === undefined ? undefined : qualifiedName(schema, other);
  if (name.startsWith('drop')) registry.define({ ...model, changes: { dropped: true } });
  else if (renamedTo !== undefined) registry.define({ ...model, changes: { renamedTo } });
  if (second?.k !== 'fn') return;
  const builder: Builder = { file, fn: second.at, registry, text: textIn(second.at) };
  if (model.kind === 'view') model.reads = () => viewReads(builder);
  model.foreignKeys = foreignKeys(builder);
  Object.assign(model, columnsOf(builder));
  registry.define(model);
}

/** What `schema.withSchema('shop').createTable('orders')` is told before. */
export function toldSchema(call: CallExpression): Expression | undefined {
  return chainOf(call).find((own) => calledName(own) === 'withSchema')?.args[0];
}

/** A call on the schema of Knex; Kysely's chains look the same and end in a call that runs them. */
export function isSchemaCall(call: CallExpression, chain: readonly CallExpression[]): boolean {
  if (call.callee.k !== 'member' || !mentionsSchema(call.callee.object)) return false;
  return !chain.some((other) => /^(?:execute|compile)$/.test(calledName(other) ?? ''));
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

/** What the calls on the table builder make, drop and rename. */
function columnsOf({ file, fn, text }: Builder): { columns: Column[]; changes: TableChanges } {
  const columns: Column[] = [];
  const changes = {
    dropsColumns: [] as string[],
    renamesColumns: [] as Renaming[],
    dropsKeys: [] as string[],
    dropsKeysOf: [] as string[][],
  };
  for (const { expression, fn: at } of file.facts.calls) {
    const [call] = at === fn ? chainOf(expression) : [];
    if (call?.callee.k !== 'member' || call.callee.object.k !== 'id') continue;
    const method = calledName(call) ?? '';
    const site = { file: file.path, line: call.nameLine };
    const name = text(call.args[0]);
    if (COLUMN_TYPES.has(method)) {
      const made = name ?? (/crements$/.test(method) ? 'id' : undefined);
      const type = method === 'specificType' ? text(call.args[1]) : method;
      if (made !== undefined) columns.push(column(made, type, site));
    } else if (method === 'timestamps')
      for (const made of timestamps(call)) columns.push(column(made, 'timestamp', site));
    else if (method === 'dropColumn' || method === 'dropColumns')
      changes.dropsColumns.push(...call.args.flatMap((argument) => texts(argument, text)));
    else if (method === 'dropForeign') {
      const called = text(call.args[1]);
      if (called !== undefined) changes.dropsKeys.push(called);
      else if (call.args[0]) changes.dropsKeysOf.push(texts(call.args[0], text));
    } else if (method === 'renameColumn') {
      const to = text(call.args[1]);
      if (name !== undefined && to !== undefined) changes.renamesColumns.push({ from: name, to });
    }
  }
  return { columns, changes };
}

interface Renaming {
  from: string;
  to: string;
}

/** `timestamps(useTimestamps, defaultToNow, useCamelCase)`; the three may be properties of one object. */
function timestamps(call: CallExpression): string[] {
  const [first, , third] = call.args;
  const given =
    first?.k === 'obj' ? first.props.find(({ key }) => key === 'useCamelCase')?.value : third;
  return given?.k === 'bool' && given.value
    ? ['createdAt', 'updatedAt']
    : ['created_at', 'updated_at'];
}

function texts(expression: Expression, text: Builder['text']): string[] {
  const items = expression.k === 'arr' ? expression.items : [expression];
  return items.flatMap((item) => text(item) ?? []);
}

/** `view.as(knex('orders').select('id'))`. */
function viewReads({ file, fn, registry }: Builder): string[] {
  return callsNamed(file, ['as'])
    .filter(({ fact, call }) => fact.fn === fn && call.callee.k === 'member')
    .flatMap(({ call }) => tablesOfQuery(call.args[0], file, fn, registry, true));
}

function foreignKeys({ file, fn, text }: Builder): NamedKey[] {
  const found: NamedKey[] = [];
  for (const { fact, call: references } of callsNamed(file, ['references'])) {
    if (fact.fn !== fn) continue;
    const chain = chainOf(fact.expression);
    const given = (name: string): Expression | undefined =>
      chain.find((c) => calledName(c) === name)?.args[0];
    const referenced = text(references.args[0]);
    const table =
      text(given('inTable')) ?? (referenced?.includes('.') ? referenced.split('.')[0] : undefined);
    if (!table) continue;
    const start = chain[0];
    const isNamed = calledName(start ?? references) === 'foreign' || start !== references;
    const [own, keyName] = isNamed ? (start?.args ?? []) : [];
    const isForeign = start !== undefined && calledName(start) === 'foreign';
    const name = text(given('withKeyName')) ?? (isForeign ? text(keyName) : undefined);
    found.push({
      ...(name === undefined ? {} : { name }),
      columns: own ? texts(own, text) : [],
      table,
      referencedColumns: references.args[0]
        ? texts(references.args[0], text).map((c) => c.split('.').pop() ?? c)
        : [],
      ...referentialActions((name) => text(given(name))),
      site: { file: file.path, line: references.nameLine },
    });
  }
  return found;
}
