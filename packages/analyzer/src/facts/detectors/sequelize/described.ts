import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import { pluralize } from '../../../sql/naming.ts';
import type { CallSite, Model, TableRegistry } from '../../detector.ts';
import { lastName, objectProperty, rootOf } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';
import { ASSOCIATIONS, attributes as describe } from './foreign-keys.ts';
import { text } from './targets.ts';

type Shape = Expression & { k: 'obj' };

/** Places whose `this` is the model: functions of a description, by file. */
const functionsOf = new WeakMap<Model, ReadonlySet<number>>();

/**
 * A module that only describes a model, for a loader that hands it to Sequelize:
 * `module.exports = { name: 'Order', schema: { id: DataTypes.INTEGER }, finders() {…} }`.
 */
export function defineDescribed(
  file: ProgramFile,
  registry: TableRegistry,
  makeModel: (table: string, file: ProgramFile, line: number) => Model,
): void {
  for (const [name, item] of file.exports) {
    if (name !== 'export=' && name !== 'default') continue;
    const value = item.k === 'value' ? item.value : undefined;
    if (value?.k !== 'obj') continue;
    const attributes = objectProperty(value, 'schema') ?? objectProperty(value, 'attributes');
    const given = text(registry, file, objectProperty(value, 'name'));
    const isShaped = attributes?.k === 'obj' && usesDataTypes(attributes);
    if (given === undefined || !(isShaped || associatesItself(file, value))) continue;
    const options = objectProperty(value, 'options');
    const table =
      text(registry, file, objectProperty(value, 'tableName')) ??
      text(registry, file, objectProperty(options, 'tableName')) ??
      pluralize(given);
    const model = makeModel(table, file, value.line);
    if (isShaped) describe(model, attributes, file, registry);
    registry.define(model, value, [given]);
    functionsOf.set(model, functionsIn(value));
    described.set(file, model);
  }
}

const described = new WeakMap<ProgramFile, Model>();

function usesDataTypes(attributes: Shape): boolean {
  return attributes.props.some(({ value }) => {
    const type = objectProperty(value, 'type') ?? value;
    const root = rootOf(type);
    return root.k === 'id' && /^(?:DataTypes|Sequelize|DT)$/.test(lastName(root) ?? '');
  });
}

/** `associations(M) { this.belongsTo(M.User); }`: a table between two others may have no columns of its own. */
function associatesItself(file: ProgramFile, shape: Shape): boolean {
  const own = functionsIn(shape);
  return callsNamed(file, ASSOCIATIONS).some(
    ({ call, fact }) =>
      call.callee.k === 'member' && call.callee.object.k === 'this' && own.has(fact.fn),
  );
}

function functionsIn(shape: Shape): Set<number> {
  const found = new Set<number>();
  for (const { value } of shape.props) if (value.k === 'fn') found.add(value.at);
  return found;
}

/** `this` in a function of the description. */
export function describedHere(
  { file, fn }: Pick<CallSite, 'file' | 'fn'>,
  receiver: Expression,
): Model | undefined {
  const model = receiver.k === 'this' ? described.get(file) : undefined;
  const own = model ? functionsOf.get(model) : undefined;
  for (let at = fn; own && at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE)
    if (own.has(at)) return model;
  return undefined;
}
