import { ancestry } from '../../../link/class-ancestry.ts';
import type { ProgramFile } from '../../../link/program.ts';
import { stringOf } from '../../../link/value.ts';
import {
  type CallExpression,
  type Expression,
  OTHER,
  type TypeName,
} from '../../../parse/expression.ts';
import { qualifiedName, snakeCase } from '../../../sql/naming.ts';
import { column, typeName } from '../../columns.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import { type ClassFact, type ClassMemberFact, MODULE } from '../../file-facts.ts';
import { importsAny } from '../../imported-packages.ts';
import { tablesOfQuery } from '../../view-query.ts';
import { columnOf } from './columns.ts';
import { decoratedJoinTable, describedJoinTable, inverseJoinTable } from './join-tables.ts';
import { libraryDecorators } from './own-decorators.ts';
import { relationKey } from './relation-key.ts';

const ENTITY = new Set(['Entity', 'ViewEntity', 'ChildEntity', 'Table']);

export function defineEntity(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  const decorator = libraryDecorators(cls.decorators, file, registry).find(
    (d) => d.k === 'call' && /Entity$/.test(calledName(d) ?? '') && ENTITY.has(calledName(d) ?? ''),
  );
  if (decorator?.k !== 'call') return;
  const name = calledName(decorator);
  const [first, second] = decorator.args;
  const text = (e: Expression | undefined): string | undefined => {
    const value = e ? registry.evaluator.evaluate(e, file, MODULE) : undefined;
    return value?.t === 'string' ? value.value : undefined;
  };
  const named =
    text(first) ?? text(objectProperty(first, 'name') ?? objectProperty(first, 'tableName'));
  const schema = text(objectProperty(first, 'schema')) ?? text(objectProperty(second, 'schema'));
  // Single table inheritance: the rows are in the table of the parent.
  const parent = name === 'ChildEntity' ? inheritedTable(file, cls, registry) : undefined;
  const model: Model = {
    table: parent ?? qualifiedName(schema, named ?? snakeCase(cls.name)),
    kind: name === 'ViewEntity' ? 'view' : 'table',
    via: 'typeorm',
    site: { file: file.path, line: cls.line },
    foreignKeys: [],
    columns: [],
    relations: new Map(),
  };
  const query = objectProperty(first?.k === 'obj' ? first : second, 'expression');
  if (query) model.reads = () => tablesOfQuery(query, file, MODULE, registry);
  registry.define(model, cls, [cls.name]);
  for (const owner of ancestry(registry.evaluator, file, cls)) {
    for (const own of owner.cls.members) {
      const decorators = libraryDecorators(own.decorators, owner.file, registry);
      const member = { ...own, decorators };
      defineRelation(owner.file, member, model, registry);
      model.columns?.push(...columnOf(owner.file, member));
    }
  }
}

/** Name of the table of the nearest ancestor that is an entity of its own. */
function inheritedTable(
  file: ProgramFile,
  cls: ClassFact,
  registry: TableRegistry,
): string | undefined {
  for (const place of ancestry(registry.evaluator, file, cls).slice(1)) {
    const decorator = libraryDecorators(place.cls.decorators, place.file, registry).find(
      (d) => d.k === 'call' && calledName(d) === 'Entity',
    );
    if (decorator?.k !== 'call') continue;
    const [first] = decorator.args;
    const value = (e: Expression | undefined): string | undefined =>
      e ? stringOf(registry.evaluator.evaluate(e, place.file, MODULE)) : undefined;
    return value(first) ?? value(objectProperty(first, 'name')) ?? snakeCase(place.cls.name);
  }
  return undefined;
}

/** `new EntitySchema({ name: 'Order', tableName: 'orders', relations: { … } })`. */
export function defineEntitySchema(
  file: ProgramFile,
  call: CallExpression,
  registry: TableRegistry,
): void {
  const shape = call.args[0];
  // `new EntitySchema({ … })`, and MikroORM's `defineEntity({ … })`.
  const maker = call.construct ? 'EntitySchema' : 'defineEntity';
  if (lastName(call.callee) !== maker || shape?.k !== 'obj') return;
  const text = (key: string): string | undefined => {
    const given = objectProperty(shape, key);
    return given ? stringOf(registry.evaluator.evaluate(given, file, MODULE)) : undefined;
  };
  const target = objectProperty(shape, 'target') ?? objectProperty(shape, 'class');
  const cls = target ? registry.evaluator.evaluate(target, file, MODULE) : undefined;
  const name = text('name') ?? (cls?.t === 'class' ? cls.cls.name : undefined);
  if (name === undefined) return;
  const model: Model = {
    table: qualifiedName(text('schema'), text('tableName') ?? snakeCase(name)),
    kind: 'table',
    via: 'typeorm',
    site: { file: file.path, line: call.line },
    foreignKeys: [],
    columns: [],
    relations: new Map(),
  };
  const columns = objectProperty(shape, 'columns') ?? objectProperty(shape, 'properties');
  for (const { key, value } of columns?.k === 'obj' ? columns.props : []) {
    if (key === null || value.k !== 'obj') continue;
    const given = objectProperty(value, 'name') ?? objectProperty(value, 'fieldName');
    const site = { file: file.path, line: value.line };
    const type = typeName(objectProperty(value, 'type'));
    model.columns?.push(column(given?.k === 'str' ? given.value : key, type, site));
  }
  registry.define(model, call, [name]);
  if (cls?.t === 'class') registry.define(model, cls.cls, [cls.cls.name]);
  const relations = objectProperty(shape, 'relations');
  for (const { key, value } of relations?.k === 'obj' ? relations.props : []) {
    const to = objectProperty(value, 'target');
    if (!key || !to) continue;
    const find = (): Model | undefined => targetModel(to, file, registry);
    model.relations.set(key, find);
    describedJoinTable(key, value, model, find, file, registry);
    const kind = stringOf(
      registry.evaluator.evaluate(objectProperty(value, 'type') ?? OTHER, file, MODULE),
    );
    const join = objectProperty(value, 'joinColumn');
    if (kind === 'many-to-one' || (kind === 'one-to-one' && join))
      model.foreignKeys.push(relationKey(key, objectProperty(join, 'name'), value, find, file));
  }
}

const RELATIONS = new Set(['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany']);

function defineRelation(
  file: ProgramFile,
  member: ClassMemberFact,
  model: Model,
  registry: TableRegistry,
): void {
  const relation = member.decorators.find(
    (d) => d.k === 'call' && RELATIONS.has(calledName(d) ?? ''),
  );
  if (relation?.k !== 'call') return;
  const target = (): Model | undefined =>
    targetModel(relation.args[0], file, registry) ??
    byType(member.type, file, registry) ??
    byType(collectionType(member), file, registry);
  model.relations.set(member.name, target);
  // In MongoDB the owner keeps the ids of the others itself.
  const isMongo = importsAny(registry.evaluator.program, ['@mikro-orm/mongodb']);
  const pivot = isMongo ? undefined : pivotTable(member, relation, model);
  if (pivot) model.joins = (model.joins ?? new Map()).set(member.name, () => pivot);
  const kind = calledName(relation);
  const join = member.decorators.find((d) => d.k === 'call' && calledName(d) === 'JoinColumn');
  if (kind === 'ManyToOne' || (kind === 'OneToOne' && join)) {
    const options = relation.args.find((a) => a.k === 'obj');
    const named = join?.k === 'call' ? objectProperty(join.args[0], 'name') : undefined;
    const key = relationKey(member.name, named, options, target, file, member.line);
    model.foreignKeys.push(key);
  }
  decoratedJoinTable(member, model, target, file, registry);
  if (kind === 'ManyToMany') inverseJoinTable(file, member, relation, model, target);
}

/** MikroORM: `items = new Collection<Item>(this)`. */
function collectionType(member: ClassMemberFact): TypeName | undefined {
  return member.init?.k === 'call' ? member.init.typeArguments?.[0] : undefined;
}

/** MikroORM: the table between two entities is named, or after the owner and its property. */
function pivotTable(
  member: ClassMemberFact,
  relation: CallExpression,
  model: Model,
): string | undefined {
  if (calledName(relation) !== 'ManyToMany' || !collectionType(member)) return undefined;
  const options = relation.args.find((a) => a.k === 'obj');
  const named = objectProperty(options, 'pivotTable');
  if (named?.k === 'str') return named.value;
  // () => User, (user) => user.orders: the other side owns it.
  const isInverse = relation.args[1]?.k === 'fn' || objectProperty(options, 'mappedBy');
  return isInverse ? undefined : `${model.table}_${snakeCase(member.name)}`;
}

/** `() => Order`, `'Order'` or `Order`. */
export function targetModel(
  argument: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  if (!argument) return undefined;
  if (argument.k === 'str') return registry.byName('typeorm', argument.value);
  if (argument.k === 'obj') return targetModel(objectProperty(argument, 'entity'), file, registry);
  const expression = argument.k === 'fn' ? file.functions.get(argument.at)?.returns[0] : argument;
  if (!expression) return undefined;
  if (expression.k === 'str') return registry.byName('typeorm', expression.value);
  return (
    registry.of(registry.evaluator.evaluate(expression, file, MODULE)) ??
    registry.byName('typeorm', lastName(expression) ?? '')
  );
}

export function byType(
  type: TypeName | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  if (!type) return undefined;
  const own = registry.of(registry.evaluator.evaluateType(type, file));
  return own ?? (type.args[0] ? byType(type.args[0], file, registry) : undefined);
}
