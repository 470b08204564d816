import type { ProgramFile } from '../../../link/program.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { snakeCase } from '../../../sql/naming.ts';
import { textOf } from '../../class-table.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import type { ClassMemberFact } from '../../file-facts.ts';
import { lazyKey } from '../../lazy-key.ts';

/**
 * The table of `@ManyToMany() @JoinTable({ name })`. Without a name it is called after both tables and the
 * property (TypeORM's `DefaultNamingStrategy`).
 */
export function decoratedJoinTable(
  member: ClassMemberFact,
  model: Model,
  target: () => Model | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  const decorator = member.decorators.find((d) => d.k === 'call' && calledName(d) === 'JoinTable');
  if (decorator?.k !== 'call') return;
  const [options] = decorator.args;
  const name =
    textOf(registry, file, options) ?? textOf(registry, file, objectProperty(options, 'name'));
  defineJoinTable(
    model,
    member.name,
    name,
    target,
    { file: file.path, line: member.line },
    registry,
  );
}

/** The side without the table, where it says which property of the other side has it: `(tag) => tag.orders`. */
export function inverseJoinTable(
  file: ProgramFile,
  member: ClassMemberFact,
  relation: CallExpression,
  model: Model,
  target: () => Model | undefined,
): void {
  if (model.joins?.has(member.name)) return;
  const [, second] = relation.args;
  const options = relation.args.find((a) => a.k === 'obj');
  const given = objectProperty(options, 'mappedBy') ?? second;
  const named = given?.k === 'fn' ? file.functions.get(given.at)?.returns[0] : given;
  const property = named?.k === 'str' ? named.value : lastName(named);
  if (property === undefined) return;
  let asked = false;
  model.joins = (model.joins ?? new Map()).set(member.name, () => {
    // Two sides that each say the other has it.
    if (asked) return undefined;
    asked = true;
    const found = target()?.joins?.get(property)?.();
    asked = false;
    return found;
  });
}

/** `joinTable: true` or `{ name: 'order_tags' }` of an `EntitySchema`. */
export function describedJoinTable(
  relation: string,
  shape: Expression,
  model: Model,
  target: () => Model | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  const given = objectProperty(shape, 'joinTable');
  if (!given || shape.k !== 'obj' || (given.k === 'bool' && !given.value)) return;
  const name = textOf(registry, file, objectProperty(given, 'name'));
  defineJoinTable(model, relation, name, target, { file: file.path, line: shape.line }, registry);
}

function defineJoinTable(
  model: Model,
  relation: string,
  named: string | undefined,
  target: () => Model | undefined,
  site: NonNullable<Model['site']>,
  registry: TableRegistry,
): void {
  const table = (): string | undefined => {
    const other = target()?.table;
    return named ?? (other && snakeCase(`${model.table}_${relation}_${other}`));
  };
  model.joins = (model.joins ?? new Map()).set(relation, table);
  if (named === undefined) return;
  const keyTo = (find: () => Model | undefined): Model['foreignKeys'][number] =>
    lazyKey(() => [camelCase(`${find()?.table ?? relation}_id`)], find, site);
  registry.define({
    table: named,
    kind: 'table',
    via: 'typeorm',
    site,
    foreignKeys: [keyTo(() => model), keyTo(target)],
    relations: new Map(),
  });
}

function camelCase(name: string): string {
  return name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
