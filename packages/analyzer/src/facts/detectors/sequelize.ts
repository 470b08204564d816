import type { ProgramFile } from '../../link/program.ts';
import type { Value } from '../../link/value.ts';
import type { ForeignKey } from '../../model/analysis.ts';
import type { Expression } from '../../parse/expression.ts';
import { pluralize, snakeCase } from '../../sql/naming.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { calledName, chainOf, lastName, objectProperty } from '../expressions.ts';
import { type ClassFact, MODULE } from '../file-facts.ts';

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
const ASSOCIATIONS = ['belongsTo', 'hasMany', 'hasOne', 'belongsToMany'];
const ASSOCIATION_DECORATORS: Record<string, string> = {
  BelongsTo: 'belongsTo',
  HasMany: 'hasMany',
  HasOne: 'hasOne',
  BelongsToMany: 'belongsToMany',
  ForeignKey: 'foreignKey',
};

/** Sequelize, with and without sequelize-typescript. */
export const sequelize: Detector = {
  name: 'sequelize',
  packages: ['sequelize', 'sequelize-typescript', '@sequelize/core'],
  calls: [...READS, ...WRITES, ...ASSOCIATIONS, 'define', 'init', 'createTable', 'addConstraint'],
  define(file, registry) {
    for (const cls of file.facts.classes) defineDecorated(file, cls, registry);
    for (const { expression, fn } of file.facts.calls) {
      for (const call of chainOf(expression)) {
        const name = calledName(call);
        if (name === 'define') defineCall(file, fn, call, registry);
        else if (name === 'init') defineInit(file, fn, call, registry);
      }
    }
    associate(file, registry);
  },
  call(site, out) {
    if (!site.receiver || !(READS.includes(site.name) || WRITES.includes(site.name))) return;
    const model = modelBehind(site, site.receiver);
    if (!model) return;
    if (site.name === 'scope' || site.name === 'unscoped') return;
    const operation = WRITES.includes(site.name) ? 'write' : 'read';
    out.access(site, model, operation);
    for (const argument of site.call.args) include(site, out, model, argument, 0);
  },
};

function text(
  registry: TableRegistry,
  file: ProgramFile,
  expression: Expression | undefined,
): string | undefined {
  const value = expression ? registry.evaluator.evaluate(expression, file, MODULE) : undefined;
  return value?.t === 'string' ? value.value : undefined;
}

function makeModel(table: string, file: ProgramFile, line: number): Model {
  return {
    table,
    kind: 'table',
    via: 'sequelize',
    site: { file: file.path, line },
    foreignKeys: [],
    relations: new Map(),
  };
}

/** `@Table({ tableName })` on a class that extends a model. */
function defineDecorated(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  const decorator = cls.decorators.find(
    (d) => (d.k === 'call' ? calledName(d) : lastName(d)) === 'Table',
  );
  if (!decorator || !cls.extends) return;
  const options = decorator.k === 'call' ? decorator.args[0] : undefined;
  const explicit =
    text(registry, file, options) ?? text(registry, file, objectProperty(options, 'tableName'));
  const given = text(registry, file, objectProperty(options, 'modelName')) ?? cls.name;
  const model = makeModel(
    explicit ?? pluralize(underscored(options) ? snakeCase(given) : given),
    file,
    cls.line,
  );
  registry.define(model, cls, [cls.name, given]);
  for (const member of cls.members) {
    for (const d of member.decorators) {
      const name = d.k === 'call' ? calledName(d) : undefined;
      const kind = name ? ASSOCIATION_DECORATORS[name] : undefined;
      if (!kind || d.k !== 'call') continue;
      const target = (): Model | undefined => targetOf(d.args[0], file, registry);
      if (kind !== 'foreignKey') model.relations.set(member.name, target);
      if (kind === 'foreignKey')
        model.foreignKeys.push(lazyKey([member.name], target, file, member.line));
    }
  }
}

function underscored(options: Expression | undefined): boolean {
  const value = objectProperty(options, 'underscored');
  return value?.k === 'bool' && value.value;
}

function targetOf(
  argument: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  if (!argument) return undefined;
  const expression = argument.k === 'fn' ? file.functions.get(argument.at)?.returns[0] : argument;
  if (!expression) return undefined;
  return (
    registry.of(registry.evaluator.evaluate(expression, file, MODULE)) ??
    registry.byName('sequelize', lastName(expression) ?? '')
  );
}

function lazyKey(
  columns: string[],
  target: () => Model | undefined,
  file: ProgramFile,
  line: number,
  onDelete?: string,
): ForeignKey {
  const key: ForeignKey = {
    columns,
    table: '',
    referencedColumns: ['id'],
    ...(onDelete
      ? { onDelete: onDelete.toLowerCase() as NonNullable<ForeignKey['onDelete']> }
      : {}),
    site: { file: file.path, line },
  };
  Object.defineProperty(key, 'table', {
    enumerable: true,
    configurable: true,
    get: () => target()?.table ?? '',
    set: (value: string) =>
      Object.defineProperty(key, 'table', { value, writable: true, enumerable: true }),
  });
  return key;
}

/** `sequelize.define('order', attributes, { tableName })`. */
function defineCall(
  file: ProgramFile,
  fn: number,
  call: Extract<Expression, { k: 'call' }>,
  registry: TableRegistry,
): void {
  const [nameArgument, attributes, options] = call.args;
  const value = nameArgument ? registry.evaluator.evaluate(nameArgument, file, fn) : undefined;
  if (value?.t !== 'string' || attributes?.k !== 'obj' || call.callee.k !== 'member') return;
  if (!/sequelize|^db$|connection/i.test(lastName(call.callee.object) ?? '')) return;
  const model = makeModel(
    text(registry, file, objectProperty(options, 'tableName')) ?? tableOf(value.value, options),
    file,
    call.nameLine,
  );
  registry.define(model, call, [
    value.value,
    value.value.charAt(0).toUpperCase() + value.value.slice(1),
  ]);
  attributeKeys(model, attributes, file, registry);
}

function tableOf(name: string, options: Expression | undefined): string {
  const frozen = objectProperty(options, 'freezeTableName');
  const base = underscored(options) ? snakeCase(name) : name;
  return frozen?.k === 'bool' && frozen.value ? base : pluralize(base);
}

/** `class Order extends Model {}; Order.init(attributes, { tableName, modelName })`. */
function defineInit(
  file: ProgramFile,
  fn: number,
  call: Extract<Expression, { k: 'call' }>,
  registry: TableRegistry,
): void {
  const [attributes, options] = call.args;
  if (attributes?.k !== 'obj' || options?.k !== 'obj' || call.callee.k !== 'member') return;
  if (
    !objectProperty(options, 'sequelize') &&
    !objectProperty(options, 'tableName') &&
    !objectProperty(options, 'modelName')
  )
    return;
  const object = call.callee.object;
  let owner = registry.evaluator.evaluate(object, file, fn);
  if (owner.t === 'instance') owner = { t: 'class', file: owner.file, cls: owner.cls };
  if (owner.t !== 'class') return;
  const name = text(registry, file, objectProperty(options, 'modelName')) ?? owner.cls.name;
  const model = makeModel(
    text(registry, file, objectProperty(options, 'tableName')) ?? tableOf(name, options),
    file,
    owner.cls.line,
  );
  registry.define(model, owner.cls, [name, owner.cls.name]);
  attributeKeys(model, attributes, file, registry);
}

/** `userId: { references: { model: 'users', key: 'id' }, onDelete: 'CASCADE' }`. */
function attributeKeys(
  model: Model,
  attributes: Expression & { k: 'obj' },
  file: ProgramFile,
  registry: TableRegistry,
): void {
  for (const { key, value } of attributes.props) {
    const reference = objectProperty(objectProperty(value, 'references'), 'model');
    if (!key || !reference) continue;
    const name =
      text(registry, file, reference) ??
      text(registry, file, objectProperty(reference, 'tableName'));
    const found = name === undefined ? targetOf(reference, file, registry)?.table : name;
    const action = text(registry, file, objectProperty(value, 'onDelete'))?.toLowerCase();
    if (!found) continue;
    model.foreignKeys.push({
      columns: [key],
      table: found,
      referencedColumns: [
        text(registry, file, objectProperty(objectProperty(value, 'references'), 'key')) ?? 'id',
      ],
      ...(action ? { onDelete: action as NonNullable<ForeignKey['onDelete']> } : {}),
      site: { file: file.path, line: value.k === 'obj' ? value.line : 1 },
    });
  }
}

/** `Order.belongsTo(models.User, { as, foreignKey, onDelete })`. */
function associate(file: ProgramFile, registry: TableRegistry): void {
  for (const { expression, fn } of file.facts.calls) {
    if (expression.k !== 'call' || expression.callee.k !== 'member') continue;
    const kind = expression.callee.name ?? '';
    if (!ASSOCIATIONS.includes(kind)) continue;
    const { object } = expression.callee;
    const [target, options] = expression.args;
    const find = (e: Expression | undefined) => (): Model | undefined =>
      e
        ? (registry.of(registry.evaluator.evaluate(e, file, fn)) ??
          registry.byName('sequelize', lastName(e) ?? ''))
        : undefined;
    const source = find(object)();
    if (!source) continue;
    const as = text(registry, file, objectProperty(options, 'as')) ?? lastName(target);
    if (as) source.relations.set(as, find(target));
    const foreign = objectProperty(options, 'foreignKey');
    const column =
      text(registry, file, foreign) ?? text(registry, file, objectProperty(foreign, 'name'));
    if (kind === 'belongsTo') {
      const action = text(registry, file, objectProperty(options, 'onDelete'));
      source.foreignKeys.push(
        lazyKey([column ?? `${as ?? ''}Id`], find(target), file, expression.nameLine, action),
      );
    }
  }
}

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
  if (value.t === 'member') return fromValue(site, value.of, depth + 1);
  // `this.name`, where the program's base class is between: the class itself carries the model.
  return undefined;
}

function include(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression,
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
    out.access(site, found, 'read', {
      line: item.k === 'obj' ? item.line : item.k === 'id' ? item.line : site.call.nameLine,
    });
    include(site, out, found, item, depth + 1);
  }
}
