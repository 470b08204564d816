import type { ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { CallExpression, Expression, TypeName } from '../../parse/expression.ts';
import { pluralize } from '../../sql/naming.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { calledName, chainOf, lastName, objectProperty } from '../expressions.ts';
import { MODULE } from '../file-facts.ts';

const READS = [
  'find',
  'findOne',
  'findById',
  'count',
  'countDocuments',
  'estimatedDocumentCount',
  'distinct',
  'exists',
  'aggregate',
  'watch',
  'where',
  'populate',
];
const WRITES = [
  'create',
  'insertMany',
  'insertOne',
  'insert',
  'updateOne',
  'updateMany',
  'update',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'remove',
  'findOneAndUpdate',
  'findOneAndDelete',
  'findOneAndReplace',
  'findByIdAndUpdate',
  'findByIdAndDelete',
  'findOneAndRemove',
  'findByIdAndRemove',
  'bulkWrite',
  'bulkSave',
  'save',
  'findAndModify',
  'drop',
  'initializeUnorderedBulkOp',
  'initializeOrderedBulkOp',
];
const DDL = [
  'createIndex',
  'createIndexes',
  'dropIndex',
  'ensureIndexes',
  'syncIndexes',
  'createCollection',
];

/** Mongoose models and the collections of the MongoDB driver. */
export const mongo: Detector = {
  name: 'mongo',
  packages: ['mongoose', 'mongodb', '@nestjs/mongoose', '@typegoose/typegoose'],
  calls: [
    ...READS,
    ...WRITES,
    ...DDL,
    'model',
    'collection',
    'getModelForClass',
    'Schema',
    'getCollection',
  ],
  define(file, registry) {
    for (const { expression, fn } of file.facts.calls) {
      for (const call of chainOf(expression)) defineModel(file, fn, call, registry);
    }
    for (const variable of file.facts.variables) {
      if (variable.init?.k === 'either')
        for (const branch of variable.init.of)
          if (branch.k === 'call') defineModel(file, variable.fn, branch, registry);
    }
    for (const cls of file.facts.classes) {
      const decorator = cls.decorators.find((d) => d.k === 'call' && calledName(d) === 'Schema');
      if (decorator?.k !== 'call') continue;
      const named = objectProperty(decorator.args[0], 'collection');
      const table = named?.k === 'str' ? named.value : collectionName(cls.name);
      registry.define(makeModel(table, file, cls.line), cls, [cls.name]);
    }
  },
  call(site, out) {
    if (!site.receiver) return;
    const isRead = READS.includes(site.name);
    const isWrite = WRITES.includes(site.name);
    const collection = collectionBehind(site, site.receiver);
    if (!collection) return;
    if (isRead || isWrite || DDL.includes(site.name)) {
      const name = collection.name;
      if (name === undefined) {
        if (site.name !== 'populate')
          out.unknownTable(
            site,
            `${lastName(site.receiver) ?? 'collection'}.${site.name}(…)`,
            'collection name is computed',
          );
        return;
      }
      if (site.name === 'populate') populate(site, out, collection.model);
      else out.access(site, name, isWrite ? 'write' : isRead ? 'read' : 'ddl');
      if (site.name === 'aggregate') lookups(site, out, site.call.args[0]);
    }
  },
};

function makeModel(table: string, file: ProgramFile, line: number): Model {
  return {
    table,
    kind: 'collection',
    via: 'mongo',
    site: { file: file.path, line },
    foreignKeys: [],
    relations: new Map(),
  };
}

/** Mongoose's default: lower case, plural. */
function collectionName(model: string): string {
  return pluralize(model.toLowerCase());
}

function defineModel(
  file: ProgramFile,
  fn: number,
  call: CallExpression,
  registry: TableRegistry,
): void {
  const name = calledName(call);
  const { evaluator } = registry;
  const text = (e: Expression | undefined): string | undefined => {
    const value = e ? evaluator.evaluate(e, file, fn) : undefined;
    return value?.t === 'string' ? value.value : undefined;
  };
  if (name === 'getModelForClass') {
    const first = call.args[0];
    const value = first ? evaluator.evaluate(first, file, fn) : undefined;
    if (value?.t !== 'class') return;
    const options = objectProperty(objectProperty(call.args[1], 'schemaOptions'), 'collection');
    registry.define(
      makeModel(text(options) ?? collectionName(value.cls.name), file, call.line),
      call,
      [value.cls.name],
    );
    return;
  }
  if (name !== 'model' || call.args.length < 2) return;
  const model = text(call.args[0]);
  if (model === undefined) return;
  const callee = evaluator.evaluate(call.callee, file, fn);
  const from = packageOf(callee);
  if (from !== undefined && from !== 'mongoose') return;
  if (from === undefined && call.callee.k !== 'member') return;
  const schema = call.args[1];
  const table =
    text(call.args[2]) ?? schemaCollection(schema, file, fn, registry) ?? collectionName(model);
  const made = makeModel(table, file, call.nameLine);
  registry.define(made, call, [model]);
  references(made, schema, file, fn, registry);
}

/** The `new Schema({...}, { collection })` behind a schema expression. */
function schemaCall(
  schema: Expression | undefined,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): { call: CallExpression; file: ProgramFile } | undefined {
  const value = schema ? registry.evaluator.evaluate(schema, file, fn) : undefined;
  return value?.t === 'result' && value.call.construct
    ? { call: value.call, file: value.file }
    : undefined;
}

function schemaCollection(
  schema: Expression | undefined,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): string | undefined {
  const found = schemaCall(schema, file, fn, registry);
  const name = objectProperty(found?.call.args[1], 'collection');
  const value = name && found ? registry.evaluator.evaluate(name, found.file, MODULE) : undefined;
  return value?.t === 'string' ? value.value : undefined;
}

/** `author: { type: ObjectId, ref: 'User' }` lets `populate('author')` find its collection. */
function references(
  model: Model,
  schema: Expression | undefined,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): void {
  const found = schemaCall(schema, file, fn, registry);
  const shape = found?.call.args[0];
  if (shape?.k !== 'obj') return;
  for (const { key, value } of shape.props) {
    const inner = value.k === 'arr' ? value.items[0] : value;
    const ref =
      objectProperty(inner, 'ref') ?? objectProperty(objectProperty(inner, 'type'), 'ref');
    if (key && ref?.k === 'str')
      model.relations.set(key, () => registry.byName('mongo', ref.value));
  }
}

interface Collection {
  /** Undefined when the collection is certain but its name is not. */
  name?: string;
  model?: Model;
}

function collectionBehind(site: CallSite, receiver: Expression, depth = 0): Collection | undefined {
  if (depth > 6) return undefined;
  const found = fromValue(site, site.value(receiver), 0);
  if (found) return found;
  if (receiver.k === 'call' && receiver.callee.k === 'member')
    return collectionBehind(site, receiver.callee.object, depth + 1);
  return undefined;
}

function fromValue(site: CallSite, value: Value, depth: number): Collection | undefined {
  if (depth > 8) return undefined;
  const model = site.registry.of(value);
  if (model) return model.via === 'mongo' ? { name: model.table, model } : undefined;
  if (value.t === 'external' && value.package === 'mongoose') {
    // mongoose.models.Order, compiled elsewhere.
    const compiled = /^models\.(\w+)/.exec(value.path)?.[1];
    const known = compiled ? site.registry.byName('mongo', compiled) : undefined;
    return known ? { name: known.table, model: known } : undefined;
  }
  if (value.t === 'external-instance') return typedModel(site, value);
  if (value.t === 'result') {
    const named = calledName(value.call);
    if (named === 'collection' && value.call.args.length > 0) return namedCollection(site, value);
    if (named === 'model' && value.call.args.length === 1) {
      const first = value.call.args[0];
      const name = first
        ? site.registry.evaluator.evaluate(first, value.file, value.fn)
        : undefined;
      const known = name?.t === 'string' ? site.registry.byName('mongo', name.value) : undefined;
      return known ? { name: known.table, model: known } : undefined;
    }
    return fromValue(site, value.of, depth + 1);
  }
  if (value.t === 'member') return fromValue(site, value.of, depth + 1);
  return undefined;
}

/** `@InjectModel(User.name) users: Model<UserDocument>`, `Collection<User>`. */
function typedModel(
  site: CallSite,
  value: Extract<Value, { t: 'external-instance' }>,
): Collection | undefined {
  if (value.package !== 'mongoose' || !/Model$/.test(value.type)) return undefined;
  const model = modelOfType(site, value.args[0], value.file, 0);
  return model ? { name: model.table, model } : undefined;
}

function modelOfType(
  site: CallSite,
  type: TypeName | undefined,
  file: ProgramFile,
  depth: number,
): Model | undefined {
  if (!type || depth > 4) return undefined;
  const direct = site.registry.of(site.registry.evaluator.evaluateType(type, file));
  if (direct) return direct;
  for (const argument of type.args) {
    const inner = modelOfType(site, argument, file, depth + 1);
    if (inner) return inner;
  }
  return site.registry.byName('mongo', type.name.replace(/(?:Document|Interface|Doc)$/, ''));
}

/** `db.collection('orders')`; the name may come from the caller of a small helper. */
function namedCollection(
  site: CallSite,
  value: Extract<Value, { t: 'result' }>,
): Collection | undefined {
  const { evaluator } = site.registry;
  const from = packageOf(value.of);
  if (from !== undefined && !/mongo/.test(from)) return undefined;
  const first = value.call.args[0];
  const name = first ? evaluator.evaluate(first, value.file, value.fn, value.binding) : undefined;
  return name?.t === 'string' ? { name: name.value } : {};
}

function populate(site: CallSite, out: FactSink, model: Model | undefined): void {
  const first = site.call.args[0];
  const items = first?.k === 'arr' ? first.items : first ? [first] : [];
  for (const item of items) {
    const path = site.text(item) ?? site.text(objectProperty(item, 'path'));
    for (const part of path?.split(/\s+/) ?? []) {
      const target = model?.relations.get(part)?.();
      if (target) out.access(site, target, 'read');
    }
  }
}

/** `$lookup`, `$graphLookup`, `$unionWith`, `$merge` and `$out` name other collections. */
function lookups(site: CallSite, out: FactSink, pipeline: Expression | undefined): void {
  const value = pipeline ? site.value(pipeline) : undefined;
  const list =
    pipeline?.k === 'arr' ? pipeline : value?.t === 'array' ? value.expression : undefined;
  for (const stage of list?.items ?? []) {
    for (const [key, operation] of STAGES) {
      const body = objectProperty(stage, key);
      if (!body) continue;
      const name =
        site.text(body) ??
        site.text(
          objectProperty(body, 'from') ??
            objectProperty(body, 'coll') ??
            objectProperty(body, 'into'),
        );
      if (name)
        out.access(site, name, operation, {
          line: body.k === 'obj' ? body.line : site.call.nameLine,
        });
      else out.unknownTable(site, key, 'collection name is computed');
      lookups(site, out, objectProperty(body, 'pipeline'));
    }
  }
}

const STAGES: [string, 'read' | 'write'][] = [
  ['$lookup', 'read'],
  ['$graphLookup', 'read'],
  ['$unionWith', 'read'],
  ['$merge', 'write'],
  ['$out', 'write'],
];
