import { callsNamed } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import { ELEMENT, type Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, Model, TableRegistry } from '../../detector.ts';
import { calledName } from '../../expressions.ts';
import { importsAny } from '../../imported-packages.ts';
import { baseName, heldModel, initializer } from '../../model-holders.ts';
import { MIXIN, mixin, OF_ASSOCIATION, ofAssociation, relationNamed } from './associations.ts';
import { defineDescribed, describedHere } from './described.ts';
import { ASSOCIATIONS, associate } from './foreign-keys.ts';
import { creatingParts, include, pushedIncludes } from './includes.ts';
import { defineCall, defineDecorated, defineInit, makeModel } from './models.ts';

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

const KNOWN = new Set([...READS, ...WRITES, ...ASSOCIATIONS]);

const PACKAGES = ['sequelize', 'sequelize-typescript', '@sequelize/core'];

/** Sequelize, with and without sequelize-typescript. */
export const sequelize: Detector = {
  name: 'sequelize',
  followsCallers: true,
  packages: PACKAGES,
  calls: [
    ...READS,
    ...WRITES,
    ...OF_ASSOCIATION,
    ...ASSOCIATIONS,
    'push',
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
    defineDescribed(file, registry, makeModel);
    associate(file, registry, describedHere);
  },
  mayStartIn: (program) => importsAny(program, PACKAGES),
  mayStartAs: (name) => MIXIN.test(name),
  mayStart: ({ call, name }) => call.callee.k === 'member' && MIXIN.test(name),
  call(site, out) {
    if (!KNOWN.has(site.name) && MIXIN.test(site.name)) {
      mixin(site, out, (e) => modelBehind(site, e));
      return;
    }
    if (site.name === 'push') {
      pushedIncludes(site, out, (e) => modelBehind(site, e));
      return;
    }
    if (ofAssociation(site, out, (e) => modelBehind(site, e))) return;
    if (!site.receiver || !(READS.includes(site.name) || WRITES.includes(site.name))) return;
    const model = modelBehind(site, site.receiver);
    if (!model) return;
    if (site.name === 'scope' || site.name === 'unscoped') return;
    const operation = WRITES.includes(site.name) ? 'write' : 'read';
    out.access(site, model, operation);
    // What is created with an include is created too.
    const creates = /^(?:create|bulkCreate|createWithCtx)$/.test(site.name);
    const made = creates ? creatingParts(site.call.args[0]) : 'read';
    for (const argument of site.call.args)
      include(site, out, model, argument, made, (e) => modelBehind(site, e));
  },
};

/** A model class, `models.Order`, an instance, or what a finder of one returned. */
function modelBehind(site: CallSite, receiver: Expression, depth = 0): Model | undefined {
  if (depth > 6) return undefined;
  const own = fromValue(site.value(receiver), site.registry);
  if (own) return own;
  const held = heldModel(site, receiver, 'sequelize') ?? describedHere(site, receiver);
  if (held) return held;
  if (receiver.k === 'await' || receiver.k === 'typed')
    return modelBehind(site, receiver.of, depth + 1);
  if (receiver.k === 'call' && receiver.callee.k === 'member')
    return modelBehind(site, receiver.callee.object, depth + 1);
  if (receiver.k === 'id') {
    const init = initializer(site, receiver.name);
    return init ? given(site, init, depth + 1) : undefined;
  }
  return undefined;
}

/** The model of what a finder gave, or of an element of it; not of a part such as `order.items`. */
function given(site: CallSite, init: Expression, depth: number): Model | undefined {
  const at = init.k === 'await' ? init.of : init;
  if (at.k === 'member' && (at.name === null || at.name === ELEMENT || /^\d+$/.test(at.name)))
    return at.object.k === 'id'
      ? modelBehind(site, at.object, depth + 1)
      : given(site, at.object, depth + 1);
  if (at.k !== 'call' || at.construct || at.callee.k !== 'member') return undefined;
  const owner = modelBehind(site, at.callee.object, depth + 1);
  // `Order.getById()` is a finder that the program wrote itself.
  const relation = /^get(?!By[A-Z])([A-Z]\w*)$/.exec(at.callee.name ?? '')?.[1];
  const told = at.callee.name === '$get' ? site.text(at.args[0]) : undefined;
  const name = relation ?? told;
  return name !== undefined && owner ? relationNamed(owner, name) : owner;
}

function fromValue(value: Value, registry: TableRegistry, depth = 0): Model | undefined {
  if (depth > 6) return undefined;
  const own = registry.of(value);
  if (own) return own.via === 'sequelize' ? own : undefined;
  if (value.t === 'result') {
    const imported = importedModel(value, registry);
    if (imported) return imported;
    const relation =
      value.of.t === 'member' ? /^get([A-Z]\w*)$/.exec(value.of.name)?.[1] : undefined;
    const owner = fromValue(value.of, registry, depth + 1);
    const name = relation ?? (value.of.t === 'member' && value.of.name === '$get' && told(value));
    return name && owner ? relationNamed(owner, name) : owner;
  }
  if (value.t === 'member') {
    // `sequelize.models.order`, where the connection keeps what was defined on it.
    if (value.of.t === 'member' && value.of.name === 'models' && isSequelize(value.of.of))
      return registry.byName('sequelize', value.name);
    const owner = fromValue(value.of, registry, depth + 1);
    // `auth.user` is the instance of another model.
    return owner?.relations.has(value.name) ? owner.relations.get(value.name)?.() : owner;
  }
  // `this.name`, where the program's base class is between: the class itself carries the model.
  return undefined;

  /** `order.$get('items')` of sequelize-typescript. */
  function told({ call, file, fn, binding }: Extract<Value, { t: 'result' }>): string | undefined {
    const [first] = call.args;
    const given = first && registry.evaluator.evaluate(first, file, fn, binding);
    return given?.t === 'string' ? given.value : undefined;
  }
}

/** `sequelize.import('./models/order')` of version 4 and before: models go by the names of their files, too. */
function importedModel(
  { of, call, file, fn, binding }: Extract<Value, { t: 'result' }>,
  registry: TableRegistry,
): Model | undefined {
  if (call.callee.k !== 'member' || calledName(call) !== 'import') return undefined;
  const [given] = call.args;
  // path.join(__dirname, 'order')
  const path = given?.k === 'call' ? given.args.at(-1) : given;
  const text = path && registry.evaluator.evaluate(path, file, fn, binding);
  const from = packageOf(of);
  return text?.t === 'string' && (from === undefined || PACKAGES.includes(from))
    ? registry.byName('sequelize', baseName(text.value))
    : undefined;
}

function isSequelize(value: Value): boolean {
  return /^(?:@sequelize\/core|sequelize)/.test(packageOf(value) ?? '');
}
