import type { ClassPlace } from '../../../link/class-ancestry.ts';
import { enclosingClass, type ProgramFile } from '../../../link/program.ts';
import type { Column } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import { pluralize, qualifiedName, snakeCase } from '../../../sql/naming.ts';
import { column, lineOf, typeName } from '../../columns.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import type { ClassFact, ClassMemberFact } from '../../file-facts.ts';
import { lazyKey } from '../../lazy-key.ts';
import { baseName } from '../../model-holders.ts';
import { attributes, tellKey } from './foreign-keys.ts';
import { targetOf, text } from './targets.ts';

const ASSOCIATION_DECORATORS: Record<string, string> = {
  BelongsTo: 'belongsTo',
  HasMany: 'hasMany',
  HasOne: 'hasOne',
  BelongsToMany: 'belongsToMany',
  ForeignKey: 'foreignKey',
};

export function makeModel(table: string, file: ProgramFile, line: number): Model {
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
export function defineDecorated(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  const decorator = cls.decorators.find(
    (d) => (d.k === 'call' ? calledName(d) : lastName(d)) === 'Table',
  );
  if (!decorator || !cls.extends) return;
  const options = decorator.k === 'call' ? decorator.args[0] : undefined;
  const explicit =
    text(registry, file, options) ?? text(registry, file, objectProperty(options, 'tableName'));
  const given = text(registry, file, objectProperty(options, 'modelName')) ?? cls.name;
  const model = makeModel(
    qualifiedName(
      text(registry, file, objectProperty(options, 'schema')),
      explicit ?? pluralize(underscored(options) ? snakeCase(given) : given),
    ),
    file,
    cls.line,
  );
  registry.define(model, cls, [cls.name, given]);
  for (const member of cls.members) {
    for (const d of member.decorators) {
      const name = d.k === 'call' ? calledName(d) : undefined;
      const called = d.k === 'call' ? name : lastName(d);
      if (called && DECORATED_COLUMN.test(called))
        addColumn(model, decoratedColumn(file, member, d));
      const kind = name ? ASSOCIATION_DECORATORS[name] : undefined;
      if (!kind || d.k !== 'call') continue;
      const target = (): Model | undefined => targetOf(d.args[0], file, registry);
      if (kind !== 'foreignKey') model.relations.set(member.name, target);
      if (kind === 'belongsTo') model.holdsKeyOf = (model.holdsKeyOf ?? new Set()).add(member.name);
      const between =
        kind === 'belongsToMany' ? throughTable(d.args[1], file, registry) : undefined;
      if (between) model.joins = (model.joins ?? new Map()).set(member.name, between);
      const own = kind === 'belongsTo' ? ownColumn(d.args[1], file, registry) : undefined;
      if (own !== undefined)
        model.foreignKeys.push(
          lazyKey(() => [own], target, { file: file.path, line: member.line }),
        );
      const told = kind === 'hasMany' || kind === 'hasOne';
      const column = told ? ownColumn(d.args[1], file, registry) : undefined;
      if (column !== undefined)
        tellKey(model, column, target, { file: file.path, line: member.line });
      if (kind === 'foreignKey')
        model.foreignKeys.push(
          lazyKey(() => [member.name], target, { file: file.path, line: member.line }),
        );
    }
  }
}

/** Several decorators of one property tell of one column; the one that says the type counts. */
function addColumn(model: Model, made: Column): void {
  const before = (model.columns ?? []).filter((own) => own.name !== made.name);
  const known = model.columns?.find((own) => own.name === made.name);
  model.columns = [...before, { ...known, ...made }];
}

/** `@BelongsTo(() => User, 'userId')` and `{ foreignKey: 'userId' }`: the column that holds the key. */
function ownColumn(
  given: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): string | undefined {
  if (given?.k !== 'obj') return text(registry, file, given);
  const foreign = objectProperty(given, 'foreignKey');
  return text(registry, file, foreign) ?? text(registry, file, objectProperty(foreign, 'name'));
}

/** `@BelongsToMany(() => Queue, () => UserQueue)`, or the name of the table, or an object with it. */
function throughTable(
  given: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): (() => string | undefined) | undefined {
  if (!given) return undefined;
  const through = given.k === 'obj' ? objectProperty(given, 'through') : given;
  return () => text(registry, file, through) ?? targetOf(through, file, registry)?.table;
}

const DECORATED_COLUMN =
  /^(?:Column|Attribute|PrimaryKey|CreatedAt|UpdatedAt|DeletedAt|ForeignKey)$/;

/** `@Column(DataType.STRING)`, `@Column({ type, field })`, `@Column`. */
function decoratedColumn(
  file: ProgramFile,
  member: ClassMemberFact,
  decorator: Expression,
): Column {
  const first = decorator.k === 'call' ? decorator.args[0] : undefined;
  const isColumn =
    decorator.k === 'call' && /^(?:Column|Attribute)$/.test(calledName(decorator) ?? '');
  const field = isColumn
    ? (objectProperty(first, 'field') ?? objectProperty(first, 'columnName'))
    : undefined;
  const type = isColumn
    ? typeName(first?.k === 'obj' ? objectProperty(first, 'type') : first)
    : undefined;
  return column(field?.k === 'str' ? field.value : member.name, type, {
    file: file.path,
    line: lineOf(decorator, member.line),
  });
}

function underscored(options: Expression | undefined): boolean {
  const value = objectProperty(options, 'underscored');
  return value?.k === 'bool' && value.value;
}

/** `sequelize.define('order', attributes, { tableName })`. */
export function defineCall(
  file: ProgramFile,
  fn: number,
  call: Extract<Expression, { k: 'call' }>,
  registry: TableRegistry,
): void {
  const [nameArgument, given, options] = call.args;
  const value = nameArgument ? registry.evaluator.evaluate(nameArgument, file, fn) : undefined;
  if (value?.t !== 'string' || call.callee.k !== 'member') return;
  if (!given || given.k === 'fn' || given.k === 'str') return;
  if (!/sequelize|^db$|connection/i.test(lastName(call.callee.object) ?? '')) return;
  const model = makeModel(tableIn(registry, file, options, value.value), file, call.nameLine);
  registry.define(model, call, [
    value.value,
    value.value.charAt(0).toUpperCase() + value.value.slice(1),
    baseName(file.path),
  ]);
  for (const shape of shapesOf(given, file, fn, registry)) attributes(model, shape, file, registry);
}

type Shape = Expression & { k: 'obj' };

/** The attributes in their place, in a variable, or put together: `Object.assign({ … }, ofAll)`. */
function shapesOf(
  given: Expression,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
  depth = 0,
): Shape[] {
  if (given.k === 'obj') return [given];
  if (depth > 3) return [];
  const inner = (e: Expression): Shape[] => shapesOf(e, file, fn, registry, depth + 1);
  if (given.k === 'call' && /^(?:assign|extend|merge|defaults)$/.test(calledName(given) ?? ''))
    return given.args.flatMap(inner);
  const value = registry.evaluator.evaluate(given, file, fn);
  if (value.t === 'object' && value.file === file) return [value.expression];
  const made = value.t === 'result' && value.file === file ? value.call : undefined;
  return made && made !== given ? inner(made) : [];
}

function tableIn(
  registry: TableRegistry,
  file: ProgramFile,
  options: Expression | undefined,
  name: string,
): string {
  const told = (key: string): string | undefined =>
    text(registry, file, objectProperty(options, key));
  return qualifiedName(told('schema'), told('tableName') ?? tableOf(name, options));
}

function tableOf(name: string, options: Expression | undefined): string {
  const frozen = objectProperty(options, 'freezeTableName');
  const base = underscored(options) ? snakeCase(name) : name;
  return frozen?.k === 'bool' && frozen.value ? base : pluralize(base);
}

/** The class before `.init`: `Order`, `this`, or `super` in a static method of it. */
function initialised(
  object: Expression,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): ClassPlace | undefined {
  if (object.k === 'super') {
    const cls = file.classes.get(enclosingClass(file, fn) ?? -1);
    return cls && { file, cls };
  }
  const owner = registry.evaluator.evaluate(object, file, fn);
  return owner.t === 'class' || owner.t === 'instance' ? owner : undefined;
}

/** `class Order extends Model {}; Order.init(attributes, { tableName, modelName })`. */
export function defineInit(
  file: ProgramFile,
  fn: number,
  call: Extract<Expression, { k: 'call' }>,
  registry: TableRegistry,
): void {
  const [given, options] = call.args;
  if (given?.k !== 'obj' || options?.k !== 'obj' || call.callee.k !== 'member') return;
  if (
    !objectProperty(options, 'sequelize') &&
    !objectProperty(options, 'tableName') &&
    !objectProperty(options, 'modelName')
  )
    return;
  const owner = initialised(call.callee.object, file, fn, registry);
  if (!owner) return;
  const name = text(registry, file, objectProperty(options, 'modelName')) ?? owner.cls.name;
  const model = makeModel(tableIn(registry, file, options, name), file, owner.cls.line);
  registry.define(model, owner.cls, [name, owner.cls.name]);
  attributes(model, given, file, registry);
}
