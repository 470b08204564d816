import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import type { Value } from '../../../link/value.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { classTableName, tableModel, textOf } from '../../class-table.ts';
import type { CallSite, Detector, Model, TableRegistry } from '../../detector.ts';
import { calledName, chainOf, objectProperty, rootOf } from '../../expressions.ts';
import type { ClassFact } from '../../file-facts.ts';
import { baseName, heldModel } from '../../model-holders.ts';
import { stemsFrom } from '../../stems-from.ts';
import { readGraph, writeGraph } from './graphs.ts';

const GRAPH_WRITES =
  'insertGraph insertGraphAndFetch insertWithRelated insertWithRelatedAndFetch upsertGraph upsertGraphAndFetch'.split(
    ' ',
  );
const WRITES = new Set([
  ...GRAPH_WRITES,
  ...'insert insertAndFetch update updateAndFetch updateAndFetchById patch patchAndFetch patchAndFetchById delete deleteById del increment decrement relate unrelate truncate'.split(
    ' ',
  ),
]);
const GRAPHS = [
  'withGraphFetched',
  'withGraphJoined',
  'joinRelated',
  'innerJoinRelated',
  'leftJoinRelated',
  'eager',
];

/** Objection.js: classes with a `tableName`, their `query()` chains and relation mappings. */
export const objection: Detector = {
  name: 'objection',
  followsCallers: true,
  packages: ['objection'],
  calls: ['query', '$query', '$relatedQuery', 'relatedQuery', ...GRAPHS, ...GRAPH_WRITES],
  define(file, registry) {
    for (const cls of file.facts.classes) defineClass(file, cls, registry);
  },
  call(site, out) {
    const model =
      modelBehind(site, site.receiver) ??
      (site.name.startsWith('$') ? rowModel(site.registry, site.value(site.receiver)) : undefined);
    if (GRAPHS.includes(site.name)) {
      const main = queried(site, site.chain) ?? queried(site, chainAround(site));
      if (main) readGraph(site, out, main);
      return;
    }
    if (GRAPH_WRITES.includes(site.name)) {
      const main = queried(site, site.chain);
      if (main) writeGraph(site, out, main);
      return;
    }
    if (!model) return;
    const operation = site.chain.some((c) => WRITES.has(calledName(c) ?? '')) ? 'write' : 'read';
    if (site.name === 'query' || site.name === '$query') {
      out.access(site, model, operation);
      return;
    }
    const related = model.relations.get(site.text(site.call.args[0]) ?? '')?.();
    const between = model.joins?.get(site.text(site.call.args[0]) ?? '')?.();
    if (between) out.access(site, between, operation);
    const isLink = site.chain.some((c) => /^(?:un)?relate$/.test(calledName(c) ?? ''));
    if (related && !(between && isLink)) out.access(site, related, operation);
    else if (!related) out.unknownTable(site, site.name, 'relation is not known');
  },
};

function defineClass(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  const table = cls.extends ? classTableName(file, cls, registry) : undefined;
  if (table === undefined || !cls.extends || !stemsFrom(['objection'], file, cls, registry)) return;
  const model = tableModel('objection', table, file, cls.line);
  registry.define(model, cls, [cls.name, baseName(file.path)]);
  const member = cls.members.find((m) => m.name === 'relationMappings');
  const fn = member?.at === undefined ? undefined : file.functions.get(member.at);
  const declared = member?.init ?? fn?.returns[0];
  const mappings = declared?.k === 'fn' ? file.functions.get(declared.at)?.returns[0] : declared;
  if (mappings?.k !== 'obj') return;
  for (const { key, value } of mappings.props) {
    if (key) defineRelation(model, key, value, file, registry);
  }
}

function defineRelation(
  model: Model,
  key: string,
  mapping: Expression,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  const given = objectProperty(mapping, 'modelClass');
  const join = objectProperty(mapping, 'join');
  const to = textOf(registry, file, objectProperty(join, 'to'))?.split('.');
  const from = textOf(registry, file, objectProperty(join, 'from'))?.split('.');
  model.relations.set(key, () => {
    const expression = given?.k === 'fn' ? file.functions.get(given.at)?.returns[0] : given;
    const own = expression
      ? registry.of(registry.evaluator.evaluate(expression, file, -1))
      : undefined;
    return own ?? registry.all().find((m) => m.via === 'objection' && m.table === to?.[0]);
  });
  const through = objectProperty(objectProperty(join, 'through'), 'from');
  const between = textOf(registry, file, through)?.split('.')[0];
  if (between) model.joins = (model.joins ?? new Map()).set(key, () => between);
  const relation = objectProperty(mapping, 'relation');
  const isBelongsTo = relation?.k === 'member' && relation.name === 'BelongsToOneRelation';
  if (!isBelongsTo || !from?.[1] || !to?.[0]) return;
  model.foreignKeys.push({
    columns: from.slice(1),
    table: to[0],
    referencedColumns: to.slice(1),
    site: { file: file.path, line: mapping.k === 'obj' ? mapping.line : 1 },
  });
}

/** The model whose `query()` a chain starts with. */
function queried(site: CallSite, chain: readonly CallExpression[]): Model | undefined {
  const start = chain.find((c) => /query$/i.test(calledName(c) ?? ''));
  return start?.callee.k === 'member' ? modelBehind(site, start.callee.object) : undefined;
}

/** Of `q.withGraphJoined(…)` in `Order.query().onBuild((q) => …)`: the chain that takes the callback. */
function chainAround({ file, fn, call }: CallSite): readonly CallExpression[] {
  const root = rootOf(call);
  const callback = file.functions.get(fn);
  if (root.k !== 'id' || callback?.params[0]?.name !== root.name) return [];
  const around = file.calls.find(({ call: own }) =>
    own.args.some((arg) => arg.k === 'fn' && arg.at === fn),
  );
  return around ? chainOf(around.fact.expression) : [];
}

function modelBehind(site: CallSite, receiver: Expression | undefined): Model | undefined {
  const value = site.value(receiver);
  const model =
    site.registry.of(value) ??
    boundModel(site.registry, value) ??
    heldModel(site, receiver, 'objection');
  return model?.via === 'objection' ? model : undefined;
}

/** `transaction(Order, Line, async (Order, Line, trx) => …)` hands the same models in, bound. */
function boundModel(registry: TableRegistry, value: Value): Model | undefined {
  if (value.t !== 'parameter') return undefined;
  const { file, fn, index } = value;
  for (const { call, fact } of callsNamed(file, ['transaction'])) {
    if (!call.args.some((arg) => arg.k === 'fn' && arg.at === fn.at)) continue;
    const given = call.args[index];
    return given && registry.of(registry.evaluator.evaluate(given, file, fact.fn));
  }
  return undefined;
}

/** What a row is of, by the query that found it: `const order = await Order.query().findById(1)`. */
function rowModel(registry: TableRegistry, value: Value): Model | undefined {
  if (value.t === 'class') {
    const model = registry.of(value);
    return model?.via === 'objection' ? model : undefined;
  }
  if (value.t === 'member') return rowModel(registry, value.of);
  if (value.t !== 'result') return undefined;
  const holder = rowModel(registry, value.of);
  if (!holder || !/relatedQuery$/i.test(calledName(value.call) ?? '')) return holder;
  const [first] = value.call.args;
  const { evaluator } = registry;
  const name = first && evaluator.evaluate(first, value.file, value.fn, value.binding);
  return name?.t === 'string' ? holder.relations.get(name.value)?.() : undefined;
}
