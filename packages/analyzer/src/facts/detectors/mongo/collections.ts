import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { Expression, TypeName } from '../../../parse/expression.ts';
import type { CallSite, Model } from '../../detector.ts';
import { calledName, lastName } from '../../expressions.ts';
import { type FunctionId, MODULE } from '../../file-facts.ts';
import { importsAny } from '../../imported-packages.ts';
import { initializer } from '../../model-holders.ts';
import { collectionName, schemaName } from './models.ts';
import { isTypedCollection, nameByDocument } from './typed-collections.ts';

export interface Collection {
  /** Undefined when the collection is certain but its name is not. */
  name?: string;
  model?: Model;
  /** Below 1 where the name is that of a property. */
  confidence?: number;
}

const PACKAGES = ['mongodb', 'mongoose'];
const HOLDER = /^(?:\w*C|c)ollections$/;
/** Verbs that lists do not have. */
const OF_DRIVER =
  /^(?:findOne\w*|insert(?:One|Many)|update(?:One|Many)|replaceOne|delete(?:One|Many)|bulkWrite|countDocuments|estimatedDocumentCount|aggregate|distinct|createIndex|find)$/;

/** `context.collections.Orders`, of what a start-up filled with all collections; their names are its keys. */
function heldCollection(site: CallSite, receiver: Expression): Collection | undefined {
  if (!OF_DRIVER.test(site.name) || site.call.args[0]?.k === 'fn') return undefined;
  const at = receiver.k === 'id' ? initializer(site, receiver.name) : receiver;
  if (at?.k !== 'member' || at.name === null) return undefined;
  const holder =
    at.object.k === 'id' ? (initializer(site, at.object.name) ?? at.object) : at.object;
  if (!HOLDER.test(lastName(at.object) ?? '') && !HOLDER.test(lastName(holder) ?? ''))
    return undefined;
  const { t } = site.value(at);
  const isOpen = t === 'unknown' || t === 'member' || t === 'parameter';
  return isOpen && importsAny(site.program, PACKAGES)
    ? { name: at.name, confidence: 0.8 }
    : undefined;
}

export function collectionBehind(
  site: CallSite,
  receiver: Expression,
  depth = 0,
): Collection | undefined {
  if (depth > 6) return undefined;
  if (receiver.k === 'this') return ofSchemaFunction(site);
  const value = site.value(receiver);
  const found = fromValue(site, value, 0) ?? heldCollection(site, receiver);
  if (found) return found;
  if (isTypedCollection(value)) return typedCollection(site, receiver, value);
  if (receiver.k === 'call' && receiver.callee.k === 'member')
    return collectionBehind(site, receiver.callee.object, depth + 1);
  return undefined;
}

/**
 * A collection of which only a type is known: what the variable was set to says its name, else the type of its
 * documents.
 */
function typedCollection(
  site: CallSite,
  receiver: Expression,
  value: Extract<Value, { t: 'external-instance' }>,
): Collection {
  const given = receiver.k === 'id' ? initializer(site, receiver.name) : undefined;
  const set = given && fromValue(site, site.value(given), 0);
  if (set) return set;
  const { program, registry } = site;
  const name = nameByDocument(program, registry.evaluator, value);
  return name === undefined ? {} : { name, confidence: 0.9 };
}

/** `this` of `schema.statics.recent = function () {…}`, of `methods`, and of those in the options of a schema. */
function ofSchemaFunction(site: CallSite): Collection | undefined {
  const { file, registry } = site;
  for (let at = site.fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE) {
    const schema = schemaAround(site, at);
    const model = schema && registry.byName('mongo', schema);
    if (model) return { name: model.table, model };
  }
  return undefined;
}

const KINDS = /^(?:statics|methods|query)$/;

function schemaAround({ file, registry }: CallSite, fn: FunctionId): string | undefined {
  const nameOf = (schema: Expression): string | undefined => {
    const value = registry.evaluator.evaluate(schema, file, fn);
    return value.t === 'result' ? schemaName(value.file, value.call) : undefined;
  };
  for (const { target, value } of file.facts.assignments) {
    if (value.k !== 'fn' || value.at !== fn || target.k !== 'member') continue;
    const holder = target.object;
    if (holder.k === 'member' && KINDS.test(holder.name ?? '')) return nameOf(holder.object);
  }
  for (const { call } of callsNamed(file, ['static', 'method', 'pre', 'post', 'Schema'])) {
    if (call.callee.k === 'member' && call.args.some((arg) => arg.k === 'fn' && arg.at === fn))
      return nameOf(call.callee.object);
    const kinds = call.construct && call.args[1]?.k === 'obj' ? call.args[1].props : [];
    for (const { key, value } of kinds) {
      const isHere =
        KINDS.test(key ?? '') &&
        value.k === 'obj' &&
        value.props.some(({ value: own }) => own.k === 'fn' && own.at === fn);
      if (isHere) return schemaName(file, call);
    }
  }
  return undefined;
}

/** The collection that a value is, or stands for. */
export function collectionOf(site: CallSite, value: Value): Collection | undefined {
  return fromValue(site, value, 0);
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
    // A list of documents.
    if (named === 'toArray') return undefined;
    if (named === 'collection' && value.call.args.length > 0) return namedCollection(site, value);
    if (named === 'getCollection') {
      const entity = ofEntity(site, value);
      if (entity) return entity;
    }
    if (named === 'model' && value.call.args.length === 1) return namedModel(site, value);
    return fromValue(site, value.of, depth + 1);
  }
  if (value.t === 'member') return fromValue(site, value.of, depth + 1);
  return undefined;
}

/** `mongoose.model('Order')` of what is compiled elsewhere; the name may come from a caller. */
function namedModel(
  site: CallSite,
  value: Extract<Value, { t: 'result' }>,
): Collection | undefined {
  const [first] = value.call.args;
  const { evaluator } = site.registry;
  const given = first && evaluator.evaluate(first, value.file, value.fn, value.binding);
  const known = given?.t === 'string' ? site.registry.byName('mongo', given.value) : undefined;
  if (known) return { name: known.table, model: known };
  // Of another library's `model`, only those that are known count.
  if (packageOf(value.of) !== 'mongoose') return undefined;
  return given?.t === 'string' ? { name: collectionName(given.value), confidence: 0.8 } : {};
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
  // `IOrderDocument`, `OrderDBModel`, `OrderEntity` are types of the model `Order`.
  const stem = type.name.replace(/(?:DB)?(?:Document|Interface|Doc|Model|Entity|Schema|Type)$/, '');
  const { registry } = site;
  return (
    registry.byName('mongo', stem) ?? registry.byName('mongo', stem.replace(/^I(?=[A-Z])/, ''))
  );
}

/** MikroORM's `em.getCollection(Order)`: the driver's collection of an entity. */
function ofEntity(
  { registry }: CallSite,
  { call, file, fn, binding }: Extract<Value, { t: 'result' }>,
): Collection | undefined {
  const [first] = call.args;
  if (!first) return undefined;
  const { evaluator } = registry;
  const value = evaluator.evaluate(first, file, fn, binding);
  // A getter of the type EntityName<Order>.
  const [typed] = value.t === 'external-instance' ? value.args : [];
  const named =
    value.t === 'external-instance' && typed && evaluator.evaluateType(typed, value.file);
  const model = registry.of(named || value);
  return model ? { name: model.table } : undefined;
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
