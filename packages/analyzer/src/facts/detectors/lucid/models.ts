import type { ProgramFile } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import { pluralize, snakeCase } from '../../../sql/naming.ts';
import { tableModel, textOf } from '../../class-table.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, objectProperty } from '../../expressions.ts';
import type { ClassFact, ClassMemberFact } from '../../file-facts.ts';
import { lazyKey } from '../../lazy-key.ts';
import { isOf, stemsFrom } from '../../stems-from.ts';

/** Names of the package: from npm, and as the container of AdonisJS 5 calls it. */
export const PACKAGES: string[] = ['@adonisjs/lucid', '@ioc:Adonis/Lucid'];
const RELATIONS = ['hasOne', 'hasMany', 'belongsTo', 'manyToMany', 'hasManyThrough'];

/** `class UserProfile extends BaseModel` stands for `user_profiles`, unless `static table` says otherwise. */
export function defineModel(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  if (!cls.extends || !stemsFrom(PACKAGES, file, cls, registry)) return;
  const named = cls.members.find((member) => member.static && member.name === 'table');
  const isModel = named || cls.members.some((member) => member.decorators.length > 0);
  // What only gathers hooks and settings for other models has no table.
  if (!isModel) return;
  const table = textOf(registry, file, named?.init) ?? pluralize(snakeCase(cls.name));
  const model = tableModel('lucid', table, file, cls.line);
  registry.define(model, cls, [cls.name]);
  for (const member of cls.members) defineRelation(model, cls.name, member, file, registry);
}

function defineRelation(
  model: Model,
  className: string,
  member: ClassMemberFact,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  for (const decorator of member.decorators) {
    if (decorator.k !== 'call') continue;
    const kind = calledName(decorator) ?? '';
    const [given, options] = decorator.args;
    if (!RELATIONS.includes(kind) || given?.k !== 'fn') continue;
    const other = (): Value | undefined => {
      const returned = file.functions.get(given.at)?.returns[0];
      return returned && registry.evaluator.evaluate(returned, file, given.at);
    };
    const target = (): Model | undefined => {
      const value = other();
      return value && lucidModel(registry, value);
    };
    model.relations.set(member.name, target);
    if (kind === 'manyToMany') {
      const pivot = textOf(registry, file, objectProperty(options, 'pivotTable'));
      model.joins ??= new Map();
      model.joins.set(member.name, () => pivot ?? between(className, other()));
    }
    if (kind !== 'belongsTo') continue;
    const column = textOf(registry, file, objectProperty(options, 'foreignKey'));
    const site = { file: file.path, line: member.line };
    const columns = [snakeCase(column ?? `${member.name}Id`)];
    model.foreignKeys.push(lazyKey(() => columns, target, site));
  }
}

/** Lucid joins the names of the two classes in the order of the alphabet: `skill_user`. */
function between(className: string, other: Value | undefined): string | undefined {
  return other?.t === 'class' ? snakeCase([className, other.cls.name].sort().join('_')) : undefined;
}

function lucidModel(registry: TableRegistry, value: Value): Model | undefined {
  const model = registry.of(value);
  return model?.via === 'lucid' ? model : undefined;
}

/** The model of a class, an instance, a query, what it found, or a relation of those. */
export function modelBehind(registry: TableRegistry, value: Value): Model | undefined {
  const own = lucidModel(registry, value);
  if (own) return own;
  if (value.t === 'member') {
    const holder = modelBehind(registry, value.of);
    return holder?.relations.get(value.name)?.() ?? holder;
  }
  if (value.t !== 'result') return undefined;
  const holder = modelBehind(registry, value.of);
  if (!holder || calledName(value.call) !== 'related') return holder;
  const { call, file, fn, binding } = value;
  const [first] = call.args;
  const name = first && registry.evaluator.evaluate(first, file, fn, binding);
  return name?.t === 'string' ? holder.relations.get(name.value)?.() : undefined;
}

export function isLucid(value: Value): boolean {
  const from = packageOf(value);
  return from !== undefined && PACKAGES.some((own) => isOf(own, from));
}
