import type { ProgramFile } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { CallExpression, Expression, TypeName } from '../../../parse/expression.ts';
import { tableModel, textOf } from '../../class-table.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, objectProperty } from '../../expressions.ts';
import { type ClassFact, type ClassMemberFact, MODULE } from '../../file-facts.ts';
import { lazyKey } from '../../lazy-key.ts';

export const REPOSITORY = '@loopback/repository';
const MAX_BASES = 6;

/** `@model({ name: 'orders', settings: { postgresql: { table: 'orders' } } }) class Order extends Entity`. */
export function defineModel(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  const decorator = cls.decorators.find((own) => isNamed(own, ['model'], file, registry));
  if (decorator?.k !== 'call') return;
  const [given] = decorator.args;
  const name = textOf(registry, file, objectProperty(given, 'name'));
  const table = connectorTable(objectProperty(given, 'settings'), file, registry);
  const model = tableModel('loopback', table ?? name ?? cls.name, file, cls.line);
  registry.define(model, cls, [cls.name]);
  for (const member of cls.members) defineRelation(model, member, file, registry);
}

function connectorTable(
  settings: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): string | undefined {
  for (const { value } of settings?.k === 'obj' ? settings.props : []) {
    const named = objectProperty(value, 'table') ?? objectProperty(value, 'collection');
    const table = textOf(registry, file, named);
    if (table !== undefined) return table;
  }
  return undefined;
}

function isNamed(
  decorator: Expression,
  names: readonly string[],
  file: ProgramFile,
  registry: TableRegistry,
): decorator is CallExpression {
  if (decorator.k !== 'call' || !names.includes(calledName(decorator) ?? '')) return false;
  return packageOf(registry.evaluator.evaluate(decorator.callee, file, MODULE)) === REPOSITORY;
}

function defineRelation(
  model: Model,
  member: ClassMemberFact,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  for (const decorator of member.decorators) {
    if (!isNamed(decorator, ['hasMany', 'hasOne', 'belongsTo'], file, registry)) continue;
    const [given, options] = decorator.args;
    const returned = given?.k === 'fn' ? file.functions.get(given.at)?.returns[0] : undefined;
    const target = (): Model | undefined =>
      returned && own(registry.of(registry.evaluator.evaluate(returned, file, MODULE)));
    const isBelonging = calledName(decorator) === 'belongsTo';
    const named = textOf(registry, file, objectProperty(options, 'name'));
    const name = isBelonging ? member.name.replace(/_?id$/i, '') : member.name;
    model.relations.set(named ?? name, target);
    if (!isBelonging) continue;
    const site = { file: file.path, line: member.line };
    model.foreignKeys.push(lazyKey(() => [member.name], target, site));
  }
}

function own(model: Model | undefined): Model | undefined {
  return model?.via === 'loopback' ? model : undefined;
}

/** The model of a repository: by its type, by what it extends, or by what it tells its base. */
export function repositoryModel(
  registry: TableRegistry,
  value: Value,
  depth = 0,
): Model | undefined {
  if (depth > MAX_BASES) return undefined;
  if (value.t === 'external-instance')
    return value.package === REPOSITORY && value.type.endsWith('Repository')
      ? byType(value.args[0], value.file, registry)
      : undefined;
  if (value.t !== 'instance' && value.t !== 'class') return undefined;
  const { file, cls } = value;
  for (const argument of cls.extendsArguments) {
    const found = byType(argument, file, registry);
    if (found) return found;
  }
  const told = toldToBase(file, cls, registry);
  if (told || !cls.extends) return told;
  return repositoryModel(
    registry,
    registry.evaluator.evaluate(cls.extends, file, cls.fn),
    depth + 1,
  );
}

function byType(
  type: TypeName | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  return type && own(registry.of(registry.evaluator.evaluateType(type, file)));
}

/** `super(Order, dataSource)`, also where a container hands the class in: `@inject('models.Order') order`. */
function toldToBase(file: ProgramFile, cls: ClassFact, registry: TableRegistry): Model | undefined {
  const builder = cls.members.find(({ kind }) => kind === 'constructor')?.at;
  if (builder === undefined) return undefined;
  const told = file.calls.find(
    ({ call, fact }) => call.callee.k === 'super' && fact.fn === builder,
  );
  const first = told?.call.args[0];
  if (!first) return undefined;
  const known = own(registry.of(registry.evaluator.evaluate(first, file, builder)));
  if (known || first.k !== 'id') return known;
  const parameter = file.functions.get(builder)?.params.find(({ name }) => name === first.name);
  for (const decorator of parameter?.decorators ?? []) {
    const token = decorator.k === 'call' ? textOf(registry, file, decorator.args[0]) : undefined;
    const name = /^models\.(\w+)$/.exec(token ?? '')?.[1];
    if (name !== undefined) return registry.byName('loopback', name);
  }
  return undefined;
}
