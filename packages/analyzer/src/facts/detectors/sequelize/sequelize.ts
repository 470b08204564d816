import { callsNamed } from '../../../link/program.ts';
import type { Value } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import { pluralize } from '../../../sql/naming.ts';
import type { CallSite, Detector, FactSink, Model } from '../../detector.ts';
import { lastName, objectProperty } from '../../expressions.ts';
import { ASSOCIATIONS, associate } from './foreign-keys.ts';
import { defineCall, defineDecorated, defineInit } from './models.ts';

const READS = [
  'findAll',
  'findOne',
  'findByPk',
  'findAndCountAll',
  'count',
  'max',
  'min',
  'sum',
  'aggregate',
  'scope',
  'unscoped',
  'findById',
  'findAllInBatches',
  'reload',
];

const WRITES = [
  'create',
  'bulkCreate',
  'update',
  'destroy',
  'upsert',
  'truncate',
  'increment',
  'decrement',
  'restore',
  'save',
  'findOrCreate',
  'findOrCreateWithCtx',
  'findCreateFind',
  'createWithCtx',
  'updateWithCtx',
  'destroyWithCtx',
  'saveWithCtx',
];

/** sequelize-typescript: `team.$create('domain', …)`, by the name of the association. */
const OF_ASSOCIATION: Record<string, 'read' | 'write'> = {
  $get: 'read',
  $count: 'read',
  $has: 'read',
  $create: 'write',
  $set: 'write',
  $add: 'write',
  $remove: 'write',
};

/** Sequelize, with and without sequelize-typescript. */
export const sequelize: Detector = {
  name: 'sequelize',
  packages: ['sequelize', 'sequelize-typescript', '@sequelize/core'],
  calls: [
    ...READS,
    ...WRITES,
    ...Object.keys(OF_ASSOCIATION),
    ...ASSOCIATIONS,
    'define',
    'init',
    'createTable',
    'addConstraint',
  ],
  define(file, registry) {
    for (const cls of file.facts.classes) defineDecorated(file, cls, registry);
    for (const { call, fact, name } of callsNamed(file, ['define', 'init'])) {
      if (name === 'define') defineCall(file, fact.fn, call, registry);
      else defineInit(file, fact.fn, call, registry);
    }
    associate(file, registry);
  },
  call(site, out) {
    if (site.receiver && site.name in OF_ASSOCIATION) {
      const owner = modelBehind(site, site.receiver);
      const name = site.text(site.call.args[0]) ?? '';
      const related = owner?.relations.get(name) ?? owner?.relations.get(pluralize(name));
      const target = related?.();
      if (target) out.access(site, target, OF_ASSOCIATION[site.name] ?? 'read');
      return;
    }
    if (!site.receiver || !(READS.includes(site.name) || WRITES.includes(site.name))) return;
    const model = modelBehind(site, site.receiver);
    if (!model) return;
    if (site.name === 'scope' || site.name === 'unscoped') return;
    const operation = WRITES.includes(site.name) ? 'write' : 'read';
    out.access(site, model, operation);
    // What is created with an include is created too.
    const nested = /^(?:create|bulkCreate|createWithCtx)$/.test(site.name) ? 'write' : 'read';
    for (const argument of site.call.args) include(site, out, model, argument, nested, 0);
  },
};

/** A model class, `models.Order`, an instance, or what a finder of one returned. */
function modelBehind(site: CallSite, receiver: Expression, depth = 0): Model | undefined {
  if (depth > 6) return undefined;
  const own = fromValue(site, site.value(receiver));
  if (own) return own;
  if (receiver.k === 'call' && receiver.callee.k === 'member')
    return modelBehind(site, receiver.callee.object, depth + 1);
  if (
    receiver.k === 'member' &&
    receiver.name &&
    /^(?:models|db|sequelize|Models)$/.test(lastName(receiver.object) ?? '')
  ) {
    return site.registry.byName('sequelize', receiver.name);
  }
  return undefined;
}

function fromValue(site: CallSite, value: Value, depth = 0): Model | undefined {
  if (depth > 6) return undefined;
  const own = site.registry.of(value);
  if (own) return own.via === 'sequelize' ? own : undefined;
  if (value.t === 'result') return fromValue(site, value.of, depth + 1);
  if (value.t === 'member') {
    const owner = fromValue(site, value.of, depth + 1);
    // `auth.user` is the instance of another model.
    return owner?.relations.has(value.name) ? owner.relations.get(value.name)?.() : owner;
  }
  // `this.name`, where the program's base class is between: the class itself carries the model.
  return undefined;
}

function include(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression,
  operation: 'read' | 'write',
  depth: number,
): void {
  const wanted = objectProperty(options, 'include');
  if (!wanted || depth > 6) return;
  for (const item of wanted.k === 'arr' ? wanted.items : [wanted]) {
    const named =
      item.k === 'obj'
        ? (objectProperty(item, 'model') ?? objectProperty(item, 'association'))
        : item;
    const target = named
      ? (modelBehind(site, named) ?? model.relations.get(site.text(named) ?? '')?.())
      : undefined;
    const as = target
      ? undefined
      : model.relations.get(site.text(objectProperty(item, 'as')) ?? '')?.();
    const found = target ?? as;
    if (!found) continue;
    out.access(site, found, operation, {
      line: 'line' in item ? item.line : site.call.nameLine,
    });
    include(site, out, found, item, operation, depth + 1);
  }
}
