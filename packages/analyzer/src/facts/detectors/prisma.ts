import { packageOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import { atCall } from '../at-call.ts';
import { lineOf } from '../columns.ts';
import type { CallSite, Detector, FactSink, Model } from '../detector.ts';
import { calledName, lastName, objectProperty, rootOf } from '../expressions.ts';
import { initializer } from '../model-holders.ts';

const READS = [
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
  'findRaw',
  'aggregateRaw',
];
const WRITES = [
  'create',
  'createMany',
  'createManyAndReturn',
  'update',
  'updateMany',
  'updateManyAndReturn',
  'upsert',
  'delete',
  'deleteMany',
];
const NESTED_WRITES = new Set([
  'create',
  'createMany',
  'connectOrCreate',
  'update',
  'updateMany',
  'upsert',
  'delete',
  'deleteMany',
  'connect',
  'disconnect',
  'set',
]);
/** Names a Prisma client or transaction goes by when its type is not known. */
const CLIENT_NAME = /prisma|^(?:db|tx|trx|client|database|orm|transaction|t)$|(?:Db|Client|Tx)$/i;

/** Prisma: the schema file names the models, `client.<model>.<operation>()` uses them. */
export const prisma: Detector = {
  name: 'prisma',
  followsCallers: true,
  packages: ['@prisma/client', 'prisma'],
  calls: [...READS, ...WRITES],
  call(site, out) {
    const receiver = delegate(site);
    if (!receiver) return;
    // `client[model].findMany()` of a helper that is told its model by name.
    const name = receiver.name ?? site.text(receiver.key);
    const model = name === undefined ? undefined : site.registry.byName('prisma', name);
    if (!model) {
      if (name === undefined && /prisma/.test(packageOf(site.value(receiver.object)) ?? ''))
        out.unknownTable(site, '', 'model name is computed');
      return;
    }
    if (!isClient(site, receiver.object)) return;
    const isWrite = WRITES.includes(site.name);
    out.access(site, model, isWrite ? 'write' : 'read', { line: site.call.receiverLine });
    const options = held(site, out, site.call.args[0]);
    if (options) nested(site, options.out, model, options.shape, 0);
    fluent(site, out, model);
  },
};

/** `client.order`, also behind a name: `const { order } = client`. */
function delegate(site: CallSite): (Expression & { k: 'member' }) | undefined {
  const { receiver } = site;
  const at = receiver?.k === 'id' ? initializer(site, receiver.name) : receiver;
  return at?.k === 'member' ? at : undefined;
}

/** `client.order.findUnique(…).buyer().profile()`: the relations that follow are read. */
function fluent(site: CallSite, out: FactSink, model: Model): void {
  const { chain } = site;
  let at = model;
  for (const call of chain.slice(chain.indexOf(site.call) + 1)) {
    const name = calledName(call);
    const target = name === undefined ? undefined : at.relations.get(name)?.();
    if (!target || name === undefined) return;
    out.access(site, target, 'read', { line: call.nameLine });
    joined(site, out, at, name, 'read', call.nameLine);
    at = target;
  }
}

/** A value of a Prisma type, or something whose name says so; never another library's object. */
function isClient(site: CallSite, object: Expression): boolean {
  const value = site.value(object);
  const from = packageOf(value);
  if (from !== undefined) return from.includes('prisma') || /client/i.test(from);
  if (value.t === 'instance') {
    return (
      /prisma|database|db/i.test(value.cls.name) ||
      (value.cls.extends !== undefined && /prisma/i.test(lastName(value.cls.extends) ?? ''))
    );
  }
  return CLIENT_NAME.test(lastName(object) ?? lastName(rootOf(object)) ?? '');
}

/** `data: { items: { create … } }` writes, `include` and `select` of a relation read. */
function nested(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression,
  depth: number,
): void {
  if (options.k !== 'obj' || depth > 8) return;
  for (const key of ['include', 'select', 'where', '_count', 'orderBy']) {
    const wanted = objectProperty(options, key);
    if (wanted) related(site, out, model, wanted, depth);
  }
  for (const key of ['data', 'create', 'update']) {
    const data = objectProperty(options, key);
    const items = data?.k === 'arr' ? data.items : data ? [data] : [];
    for (const item of items) nestedWrites(site, out, model, item, depth);
  }
}

/** Keys beside the relations: what they hold is about the same model. */
const WITHIN = new Set(['_count', 'AND', 'OR', 'NOT', 'some', 'every', 'none', 'is', 'isNot']);

function related(
  site: CallSite,
  sink: FactSink,
  model: Model,
  wanted: Expression,
  depth: number,
): void {
  const found = held(site, sink, wanted);
  if (!found || depth > 8) return;
  const { shape, out } = found;
  for (const { key, value: given } of shape.props) {
    // `active ? { some: … } : { none: … }` may be either.
    for (const [branch, value] of (given.k === 'either' ? given.of : [given]).entries()) {
      const target = key ? model.relations.get(key)?.() : undefined;
      if (key && WITHIN.has(key)) {
        const inner = value.k === 'arr' ? value.items : [objectProperty(value, 'select') ?? value];
        for (const item of inner) related(site, out, model, item, depth + 1);
      }
      if (!key || !target || (value.k === 'bool' && !value.value)) continue;
      const line = lineOf(value, shape.line);
      if (branch === 0) {
        out.access(site, target, 'read', { line });
        joined(site, out, model, key, 'read', line);
      }
      nested(site, out, target, value, depth + 1);
      related(site, out, target, value, depth + 1);
    }
  }
}

/** The table that holds the pairs of a many-to-many relation. */
function joined(
  site: CallSite,
  out: FactSink,
  model: Model,
  relation: string,
  operation: 'read' | 'write',
  line: number,
): boolean {
  const table = model.joins?.get(relation)?.();
  if (table !== undefined) out.access(site, table, operation, { line });
  return table !== undefined;
}

/** Linking two rows writes the side that has the foreign key; the other is only looked up. */
const LINKS = new Set(['connect', 'disconnect', 'set']);

function holdsKey(model: Model, target: Model): boolean {
  return model.foreignKeys.some((key) => key.table === target.table);
}

interface Held {
  shape: Expression & { k: 'obj' };
  out: FactSink;
}

/** An object as it is written, or the constant that holds it, such as a shared `include`. */
function held(site: CallSite, out: FactSink, given: Expression | undefined): Held | undefined {
  if (given?.k === 'obj') return { shape: given, out };
  const value = given?.k === 'id' ? site.value(given) : undefined;
  if (value?.t !== 'object') return undefined;
  return { shape: value.expression, out: value.file === site.file ? out : atCall(out) };
}

function nestedWrites(
  site: CallSite,
  out: FactSink,
  model: Model,
  data: Expression,
  depth: number,
): void {
  if (data.k !== 'obj' || depth > 8) return;
  for (const { key, value } of data.props) {
    const target = key ? model.relations.get(key)?.() : undefined;
    if (!key || !target || value.k !== 'obj') continue;
    for (const operation of value.props) {
      if (!operation.key || !NESTED_WRITES.has(operation.key)) continue;
      const isPaired = joined(site, out, model, key, 'write', value.line);
      const written = !LINKS.has(operation.key) || !(isPaired || holdsKey(model, target));
      out.access(site, target, written ? 'write' : 'read', { line: value.line });
      const items = operation.value.k === 'arr' ? operation.value.items : [operation.value];
      for (const item of items) {
        nestedWrites(site, out, target, item, depth + 1);
        nested(site, out, target, item, depth + 1);
      }
    }
  }
}
