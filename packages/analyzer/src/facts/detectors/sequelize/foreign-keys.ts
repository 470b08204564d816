import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import type { Site } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import { column, lineOf, typeName } from '../../columns.ts';
import type { CallSite, Model, TableRegistry } from '../../detector.ts';
import { lastName, objectProperty } from '../../expressions.ts';
import { lazyKey } from '../../lazy-key.ts';
import { referentialActions } from '../../referential-actions.ts';
import { targetOf, text } from './targets.ts';

export const ASSOCIATIONS: string[] = ['belongsTo', 'hasMany', 'hasOne', 'belongsToMany'];

/** `userId: { type, field, references: { model: 'users', key: 'id' }, onDelete: 'CASCADE' }`, or the type alone. */
export function attributes(
  model: Model,
  given: Expression & { k: 'obj' },
  file: ProgramFile,
  registry: TableRegistry,
): void {
  for (const { key, value } of given.props) {
    if (key && !isVirtual(value)) {
      const name = text(registry, file, objectProperty(value, 'field')) ?? key;
      const type = typeName(value.k === 'obj' ? objectProperty(value, 'type') : value);
      model.columns = model.columns ?? [];
      model.columns.push(column(name, type, { file: file.path, line: lineOf(value, given.line) }));
    }
    const references = objectProperty(value, 'references');
    const reference = objectProperty(references, 'model') ?? objectProperty(references, 'table');
    if (!key || !reference) continue;
    const name =
      text(registry, file, reference) ??
      text(registry, file, objectProperty(reference, 'tableName'));
    const found = name === undefined ? targetOf(reference, file, registry)?.table : name;
    if (!found) continue;
    model.foreignKeys.push({
      columns: [key],
      table: found,
      referencedColumns: [text(registry, file, objectProperty(references, 'key')) ?? 'id'],
      ...referentialActions((name) => text(registry, file, objectProperty(value, name))),
      site: { file: file.path, line: value.k === 'obj' ? value.line : 1 },
    });
  }
}

/** It is computed when it is asked for. */
function isVirtual(value: Expression): boolean {
  return typeName(objectProperty(value, 'type') ?? value) === 'VIRTUAL';
}

/**
 * `Order.belongsTo(models.User, { as, foreignKey, onDelete })`.
 * @param ofThis the model that `this` is, where a description says its associations
 */
export function associate(
  file: ProgramFile,
  registry: TableRegistry,
  ofThis: (place: Pick<CallSite, 'file' | 'fn'>, object: Expression) => Model | undefined,
): void {
  for (const { fact, call: expression, last, name: kind } of callsNamed(file, ASSOCIATIONS)) {
    const { fn } = fact;
    if (!last || expression.callee.k !== 'member') continue;
    const { object } = expression.callee;
    const [target, options] = expression.args;
    const find = (e: Expression | undefined) => (): Model | undefined =>
      e
        ? (registry.of(registry.evaluator.evaluate(e, file, fn)) ??
          registry.byName('sequelize', lastName(e) ?? ''))
        : undefined;
    const source = find(object)() ?? ofThis({ file, fn }, object);
    if (!source) continue;
    const as = text(registry, file, objectProperty(options, 'as')) ?? lastName(target);
    if (as) source.relations.set(as, find(target));
    if (as && kind === 'belongsTo') source.holdsKeyOf = (source.holdsKeyOf ?? new Set()).add(as);
    const through = kind === 'belongsToMany' ? objectProperty(options, 'through') : undefined;
    if (as && through) {
      const named = through.k === 'obj' ? objectProperty(through, 'model') : through;
      source.joins = (source.joins ?? new Map()).set(
        as,
        () => text(registry, file, named) ?? find(named)()?.table,
      );
    }
    const foreign = objectProperty(options, 'foreignKey');
    const column =
      text(registry, file, foreign) ?? text(registry, file, objectProperty(foreign, 'name'));
    if (column !== undefined && (kind === 'hasMany' || kind === 'hasOne'))
      tellKey(
        source,
        column,
        find(target),
        { file: file.path, line: expression.nameLine },
        (name) => text(registry, file, objectProperty(options, name)),
      );
    if (kind === 'belongsTo') {
      const actions = referentialActions((name) =>
        text(registry, file, objectProperty(options, name)),
      );
      source.foreignKeys.push(
        lazyKey(
          () => [column ?? `${as ?? ''}Id`],
          find(target),
          { file: file.path, line: expression.nameLine },
          actions,
        ),
      );
    }
  }
}

/** The other side holds the key that this one states. */
export function tellKey(
  source: Model,
  column: string,
  of: () => Model | undefined,
  site: Site,
  action: (name: string) => string | undefined = () => undefined,
): void {
  source.toldKeys ??= [];
  const key = lazyKey(
    () => [column],
    () => source,
    site,
    referentialActions(action),
  );
  source.toldKeys.push({ of, key });
}
