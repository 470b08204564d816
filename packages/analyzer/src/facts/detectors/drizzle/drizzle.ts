import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import { packageOf } from '../../../link/value.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { lineOf } from '../../columns.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../../detector.ts';
import { calledName, chainOf, lastName, objectProperty } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';
import { tablesOfQuery } from '../../view-query.ts';
import { columnsOf } from './columns.ts';
import { columnKeys, compositeKeys } from './foreign-keys.ts';
import { tableName } from './table-name.ts';

const TABLE_FACTORY =
  /^(?:pg|mysql|sqlite|singlestore|gel|cockroach|mssql)?(?:Table|View|MaterializedView)$|^(?:table|view|materializedView)$|Table$|^createTable$/;

const READS = new Set([
  'from',
  'innerJoin',
  'leftJoin',
  'rightJoin',
  'fullJoin',
  'crossJoin',
  'innerJoinLateral',
  'leftJoinLateral',
  '$count',
]);

const WRITES = new Set(['insert', 'update', 'delete', 'refreshMaterializedView', 'using']);

/** `Array.from(orders)` copies the columns; it asks no database. */
const BUILT_IN = new Set(['Array', 'Object', 'Set', 'Map', 'Promise', 'Buffer']);

const FINDERS = new Set(['findMany', 'findFirst']);

/** Drizzle ORM: tables are values, so every use is followed to its declaration. */
export const drizzle: Detector = {
  name: 'drizzle',
  followsCallers: true,
  packages: ['drizzle-orm'],
  calls: [...READS, ...WRITES, ...FINDERS, 'references', 'relations', 'onDelete', 'foreignKey'],
  define(file, registry) {
    for (const variable of file.facts.variables) {
      if (variable.fn !== MODULE || variable.init?.k !== 'call') continue;
      const chain = chainOf(variable.init);
      const factory = chain[0];
      const name = factory ? calledName(factory) : undefined;
      if (!factory || !name || !TABLE_FACTORY.test(name)) continue;
      const first = factory.args[0];
      if (!first || !stemsFromDrizzle(registry, factory, file)) continue;
      const table = tableName(factory, file, registry);
      if (table === undefined) continue;
      const model: Model = {
        table,
        kind: /view/i.test(name) ? 'view' : 'table',
        via: 'drizzle',
        site: { file: file.path, line: factory.line },
        foreignKeys: [],
        columns: columnsOf(factory, file, registry),
        relations: new Map(),
      };
      const query = chain.find((call) => calledName(call) === 'as')?.args[0];
      if (model.kind === 'view' && query)
        model.reads = () => tablesOfQuery(query, file, MODULE, registry);
      registry.define(model, variable.init, [variable.name]);
      for (const call of chain) registry.define(model, call);
      model.foreignKeys.push(
        ...columnKeys(factory, file, registry),
        ...compositeKeys(factory, file, registry),
      );
    }
    defineRelations(file, registry);
  },
  call(site, out) {
    if (FINDERS.has(site.name)) relationalQuery(site, out);
    else if (READS.has(site.name) || WRITES.has(site.name)) {
      if (site.receiver?.k === 'id' && BUILT_IN.has(site.receiver.name)) return;
      const [table] = site.call.args;
      const model = site.model(table) ?? aliased(site, table);
      const named = model ?? namedTable(site, table);
      if (named?.via !== 'drizzle') return;
      const isWrite = WRITES.has(site.name) && site.name !== 'using';
      out.access(site, named, isWrite ? 'write' : 'read', model ? {} : { confidence: 0.8 });
    }
  },
};

function stemsFromDrizzle(
  registry: TableRegistry,
  factory: CallExpression,
  file: ProgramFile,
): boolean {
  const callee = registry.evaluator.evaluate(factory.callee, file, MODULE);
  return packageOf(callee)?.startsWith('drizzle-orm') ?? false;
}

/**
 * A table by the name of its variable, where nobody can tell what the name stands for: a schema that is
 * chosen when the program starts, `export const { orders } = schemaFor(driver)`.
 */
function namedTable(site: CallSite, expression: Expression | undefined): Model | undefined {
  if (!site.receiver || (expression?.k !== 'id' && expression?.k !== 'member')) return undefined;
  const value = site.value(expression);
  const isOpen = value.t === 'unknown' || value.t === 'member' || value.t === 'parameter';
  const name = lastName(expression);
  return isOpen && name !== undefined ? site.registry.byName('drizzle', name) : undefined;
}

/** `alias(orders, 'o')` stands for orders. */
function aliased(site: CallSite, expression: Expression | undefined): Model | undefined {
  const value = site.value(expression);
  if (value.t !== 'result' || calledName(value.call) !== 'alias') return undefined;
  return site.registry.of(
    site.registry.evaluator.evaluate(value.call.args[0] ?? { k: 'other' }, value.file, value.fn),
  );
}

function relationalQuery(site: CallSite, out: FactSink): void {
  const receiver = site.receiver;
  if (receiver?.k !== 'member' || receiver.name === null) return;
  if (receiver.object.k !== 'member' || receiver.object.name !== 'query') return;
  const model = site.registry.byName('drizzle', receiver.name);
  if (!model) return;
  out.access(site, model, 'read', { line: site.call.receiverLine });
  includes(site, out, model, site.call.args[0]);
}

function includes(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression | undefined,
): void {
  const wanted = objectProperty(options, 'with');
  if (wanted?.k !== 'obj') return;
  for (const { key, value } of wanted.props) {
    const target = key ? model.relations.get(key)?.() : undefined;
    if (!target) continue;
    out.access(site, target, 'read', { line: lineOf(value, wanted.line) });
    includes(site, out, target, value);
  }
}

/** `relations(orders, ({ many }) => ({ items: many(items) }))`: names used by `with`. */
function defineRelations(file: ProgramFile, registry: TableRegistry): void {
  for (const { call } of callsNamed(file, ['relations'])) {
    const [table, builder] = call.args;
    if (!table || builder?.k !== 'fn') continue;
    const { evaluator } = registry;
    const returned = file.functions.get(builder.at)?.returns[0];
    if (returned?.k !== 'obj') continue;
    for (const { key, value } of returned.props) {
      const target = value.k === 'call' ? value.args[0] : undefined;
      if (!key || !target) continue;
      const source = registry.of(evaluator.evaluate(table, file, MODULE));
      source?.relations.set(key, () => registry.of(evaluator.evaluate(target, file, builder.at)));
    }
  }
}
