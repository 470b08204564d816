import { callsNamed } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink, Model } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import { initializer } from '../../model-holders.ts';
import { type Collection, collectionBehind } from './collections.ts';
import { lookups } from './lookups.ts';
import { collectionName, defineModel, makeModel } from './models.ts';

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
  // Of the plug-in mongoose-delete.
  'findDeleted',
  'findOneDeleted',
  'findWithDeleted',
  'findOneWithDeleted',
  'countDocumentsDeleted',
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
  'delete',
  'deleteById',
  'restore',
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
  followsCallers: true,
  packages: ['mongoose', 'mongodb', '@nestjs/mongoose', '@typegoose/typegoose'],
  calls: [
    ...READS,
    ...WRITES,
    ...DDL,
    'model',
    'collection',
    'getModelForClass',
    'Schema',
    'virtual',
    'getCollection',
  ],
  define(file, registry) {
    for (const { call, fact } of callsNamed(file, ['model', 'getModelForClass']))
      defineModel(file, fact.fn, call, registry);
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
    for (const receiver of alternatives(site, site.receiver)) {
      const collection = collectionBehind(site, receiver);
      if (collection) onCollection(site, out, collection);
    }
  },
};

/** `const coll = isOld ? archived() : orders()`: each of them. */
function alternatives(site: CallSite, receiver: Expression): readonly Expression[] {
  const given = receiver.k === 'id' ? initializer(site, receiver.name) : undefined;
  return given?.k === 'either' ? given.of : [receiver];
}

function onCollection(site: CallSite, out: FactSink, collection: Collection): void {
  // Order.find(…).count() is one query.
  if (site.name !== 'populate' && continuesQuery(site)) return;
  const isRead = READS.includes(site.name);
  const isWrite = WRITES.includes(site.name);
  if (!isRead && !isWrite && !DDL.includes(site.name)) return;
  const { name, model, confidence = 1 } = collection;
  if (site.name === 'populate') {
    if (name !== undefined) populate(site, out, model);
    return;
  }
  if (name === undefined) {
    const called = `${lastName(site.receiver) ?? 'collection'}.${site.name}(…)`;
    out.unknownTable(site, called, 'collection name is computed');
    return;
  }
  out.access(site, name, isWrite ? 'write' : isRead ? 'read' : 'ddl', { confidence });
  if (site.name === 'aggregate') lookups(site, out, site.call.args[0]);
}

function populate(site: CallSite, out: FactSink, model: Model | undefined): void {
  const [given, paths] = site.call.args;
  // Order.populate(documents, paths)
  const isStatic = site.text(given) === undefined && !objectProperty(given, 'path');
  const first = isStatic && site.chain[0] === site.call ? (paths ?? given) : given;
  const items = first?.k === 'arr' ? first.items : first ? [first] : [];
  for (const item of items) {
    const path = site.text(item) ?? site.text(objectProperty(item, 'path'));
    const told = objectProperty(item, 'model');
    for (const part of path?.split(/\s+/) ?? []) {
      const target = (told && modelNamed(site, told)) ?? model?.relations.get(part)?.();
      if (target) out.access(site, target, 'read');
    }
  }
}

/** `model: 'Agency'` or `model: Agency` of a path to populate. */
function modelNamed(site: CallSite, expression: Expression): Model | undefined {
  const name = site.text(expression);
  const model = name === undefined ? site.model(expression) : site.registry.byName('mongo', name);
  return model?.via === 'mongo' ? model : undefined;
}

function continuesQuery(site: CallSite): boolean {
  return site.chain
    .slice(0, site.chain.indexOf(site.call))
    .some((call) => /^(?:find|findOne|aggregate|where)$/.test(calledName(call) ?? ''));
}
