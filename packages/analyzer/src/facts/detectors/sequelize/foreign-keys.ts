import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import type { ForeignKey } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { lastName, objectProperty } from '../../expressions.ts';
import { targetOf, text } from './targets.ts';

export const ASSOCIATIONS: string[] = ['belongsTo', 'hasMany', 'hasOne', 'belongsToMany'];

export function lazyKey(
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

/** `userId: { references: { model: 'users', key: 'id' }, onDelete: 'CASCADE' }`. */
export function attributeKeys(
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
export function associate(file: ProgramFile, registry: TableRegistry): void {
  for (const { fact, call: expression, chain, index, name: kind } of callsNamed(
    file,
    ASSOCIATIONS,
  )) {
    const { fn } = fact;
    if (index < chain.length - 1 || expression.callee.k !== 'member') continue;
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
