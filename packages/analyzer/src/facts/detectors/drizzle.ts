import type { ProgramFile } from '../../link/program.ts';
import { packageOf } from '../../link/value.ts';
import type { ForeignKey } from '../../model/analysis.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { chainOf, objectProperty } from '../expressions.ts';
import { MODULE } from '../file-facts.ts';

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
  packages: ['drizzle-orm'],
  calls: [...READS, ...WRITES, ...FINDERS, 'references', 'relations', 'onDelete', 'foreignKey'],
  define(file, registry, evaluator) {
    for (const variable of file.facts.variables) {
      if (variable.fn !== MODULE || variable.init?.k !== 'call') continue;
      const chain = chainOf(variable.init);
      const factory = chain[0];
      const name = factory ? calledName(factory) : undefined;
      if (!factory || !name || !TABLE_FACTORY.test(name)) continue;
      const first = factory.args[0];
      if (!first || !stemsFromDrizzle(registry, factory, file)) continue;
      const text = evaluator.evaluate(first, file, MODULE);
      if (text.t !== 'string') continue;
      const model: Model = {
        table: text.value,
        kind: /view/i.test(name) ? 'view' : 'table',
        via: 'drizzle',
        site: { file: file.path, line: factory.line },
        foreignKeys: [],
        relations: new Map(),
      };
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
      const model = site.model(site.call.args[0]) ?? aliased(site, site.call.args[0]);
      if (model?.via !== 'drizzle') return;
      const isWrite = WRITES.has(site.name) && site.name !== 'using';
      out.access(site, model, isWrite ? 'write' : 'read');
    }
  },
};

function calledName(call: CallExpression): string | undefined {
  if (call.callee.k === 'id') return call.callee.name;
  return call.callee.k === 'member' ? (call.callee.name ?? undefined) : undefined;
}

function stemsFromDrizzle(
  registry: TableRegistry,
  factory: CallExpression,
  file: ProgramFile,
): boolean {
  const callee = registry.evaluator.evaluate(factory.callee, file, MODULE);
  return packageOf(callee)?.startsWith('drizzle-orm') ?? false;
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
  out.access(site, model, 'read', { line: receiver.line });
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
    out.access(site, target, 'read', { line: wanted.line });
    includes(site, out, target, value);
  }
}

function columnKeys(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): ForeignKey[] {
  const columns = factory.args[1];
  if (columns?.k !== 'obj') return [];
  return columns.props.flatMap(({ key, value }) => {
    const reference =
      value.k === 'call' ? chainOf(value).find((c) => calledName(c) === 'references') : undefined;
    const target = reference ? columnTarget(reference.args[0], file, registry) : undefined;
    if (!reference || !target) return [];
    const action = objectProperty(reference.args[1], 'onDelete');
    return [
      foreignKey(
        file,
        reference.nameLine,
        [key ?? ''],
        target,
        action?.k === 'str' ? action.value : undefined,
      ),
    ];
  });
}

interface ColumnTarget {
  table: string;
  column: string;
}

/** `() => users.id`, in this file or another. */
function columnTarget(
  arrow: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): ColumnTarget | undefined {
  if (arrow?.k !== 'fn') return undefined;
  const returned = file.functions.get(arrow.at)?.returns[0];
  return returned ? columnOf(returned, file, arrow.at, registry) : undefined;
}

function columnOf(
  expression: Expression,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): ColumnTarget | undefined {
  if (expression.k !== 'member' || !expression.name) return undefined;
  const value = registry.evaluator.evaluate(expression.object, file, fn);
  const table = value.t === 'result' ? tableNameOf(value.call, value.file, registry) : undefined;
  return table ? { table, column: expression.name } : undefined;
}

/** Table name of a declaration that may not have been visited yet. */
function tableNameOf(
  call: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): string | undefined {
  const factory = chainOf(call)[0];
  const name = factory?.args[0]
    ? registry.evaluator.evaluate(factory.args[0], file, MODULE)
    : undefined;
  return name?.t === 'string' ? name.value : undefined;
}

function compositeKeys(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): ForeignKey[] {
  const extra = factory.args[2];
  if (extra?.k !== 'fn') return [];
  const returned = file.functions.get(extra.at)?.returns[0];
  const items =
    returned?.k === 'arr'
      ? returned.items
      : returned?.k === 'obj'
        ? returned.props.map((p) => p.value)
        : [];
  return items.flatMap((item) => {
    if (item.k !== 'call') return [];
    const chain = chainOf(item);
    const base = chain[0];
    if (!base || calledName(base) !== 'foreignKey') return [];
    const targets = objectProperty(base.args[0], 'foreignColumns');
    const own = objectProperty(base.args[0], 'columns');
    if (targets?.k !== 'arr' || own?.k !== 'arr') return [];
    const found = targets.items.flatMap((t) => columnOf(t, file, extra.at, registry) ?? []);
    const first = found[0];
    if (!first) return [];
    const action = chain.find((c) => calledName(c) === 'onDelete')?.args[0];
    const columns = own.items.flatMap((o) => (o.k === 'member' && o.name ? [o.name] : []));
    const key = foreignKey(
      file,
      base.line,
      columns,
      first,
      action?.k === 'str' ? action.value : undefined,
    );
    return [{ ...key, referencedColumns: found.map((f) => f.column) }];
  });
}

function foreignKey(
  file: ProgramFile,
  line: number,
  columns: string[],
  target: ColumnTarget,
  onDelete: string | undefined,
): ForeignKey {
  return {
    columns,
    table: target.table,
    referencedColumns: [target.column],
    ...(onDelete ? { onDelete: onDelete as NonNullable<ForeignKey['onDelete']> } : {}),
    site: { file: file.path, line },
  };
}

/** `relations(orders, ({ many }) => ({ items: many(items) }))`: names used by `with`. */
function defineRelations(file: ProgramFile, registry: TableRegistry): void {
  for (const { expression } of file.facts.calls) {
    if (expression.k !== 'call' || calledName(expression) !== 'relations') continue;
    const [table, builder] = expression.args;
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
