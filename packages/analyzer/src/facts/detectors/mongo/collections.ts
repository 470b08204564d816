import type { ProgramFile } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { Expression, TypeName } from '../../../parse/expression.ts';
import type { CallSite, Model } from '../../detector.ts';
import { calledName } from '../../expressions.ts';

interface Collection {
  /** Undefined when the collection is certain but its name is not. */
  name?: string;
  model?: Model;
}

export function collectionBehind(
  site: CallSite,
  receiver: Expression,
  depth = 0,
): Collection | undefined {
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
  // `IOrderDocument`, `OrderDBModel`, `OrderEntity` are types of the model `Order`.
  const stem = type.name.replace(/(?:DB)?(?:Document|Interface|Doc|Model|Entity|Schema|Type)$/, '');
  const { registry } = site;
  return (
    registry.byName('mongo', stem) ?? registry.byName('mongo', stem.replace(/^I(?=[A-Z])/, ''))
  );
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
