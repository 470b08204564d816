import { callsNamed } from '../../../link/program.ts';
import type { NamedKey } from '../../../link/schema-steps.ts';
import type { Column } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { column } from '../../columns.ts';
import type { Detector, TableChanges } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import { actionsAt, defineStep, type MigrationStep } from '../../migrations.ts';
import { type Place, shapeAt, textAt, textsAt } from '../../places.ts';

const STEPS = [
  'createTable',
  'dropTable',
  'renameTable',
  'addColumn',
  'addColumns',
  'dropColumn',
  'dropColumns',
  'changeColumn',
  'renameColumn',
  'createForeignKey',
  'createForeignKeys',
  'dropForeignKey',
  'dropForeignKeys',
  'createIndex',
  'dropIndex',
  'createUniqueConstraint',
];

/** TypeORM's migrations: `queryRunner.createTable(new Table({ name, foreignKeys }))`. */
export const typeormMigrations: Detector = {
  name: 'typeorm-migrations',
  packages: ['typeorm'],
  calls: [...STEPS, 'Table', 'TableColumn', 'TableForeignKey'],
  define(file, registry) {
    for (const { call, fact } of callsNamed(file, STEPS)) {
      const place = { file, fn: fact.fn, registry };
      const step = stepOf(place, call);
      if (step) defineStep('typeorm-migrations', place, step);
    }
  },
  call(site, out) {
    if (!isStep(site, site.call)) return;
    const tables = stepOf(site, site.call)?.tables ?? [];
    if (tables.length === 0) out.unknownTable(site, '', 'table name is computed');
    for (const table of tables) out.access(site, table, 'ddl');
  },
};

function stepOf(place: Place, call: CallExpression): MigrationStep | undefined {
  if (!isStep(place, call)) return undefined;
  const [first, second, third] = call.args;
  const described = descriptionAt(place, first);
  const table = described ? nameAt(described.place, described.shape) : textAt(place, first);
  if (table === undefined) return undefined;
  const step: MigrationStep = { tables: [table], creates: false, line: call.nameLine };
  switch (calledName(call)) {
    case 'createTable': {
      if (!described) return undefined;
      const { shape, place: at } = described;
      return {
        ...step,
        creates: true,
        foreignKeys: foreignKeys(at, objectProperty(shape, 'foreignKeys')),
        columns: columns(at, objectProperty(shape, 'columns')),
      };
    }
    case 'addColumn':
    case 'addColumns':
      return { ...step, columns: columns(place, second) };
    case 'changeColumn':
      return { ...step, columns: columns(place, third) };
    case 'dropColumn':
    case 'dropColumns': {
      const items = second?.k === 'arr' ? second.items : [second];
      return {
        ...step,
        changes: { dropsColumns: items.flatMap((item) => columnName(place, item) ?? []) },
      };
    }
    case 'renameColumn': {
      const from = columnName(place, second);
      const to = columnName(place, third);
      return from === undefined || to === undefined
        ? step
        : { ...step, changes: { renamesColumns: [{ from, to }] }, columns: columns(place, third) };
    }
    case 'dropTable':
      return { ...step, changes: { dropped: true } };
    case 'createForeignKey':
    case 'createForeignKeys':
      return { ...step, foreignKeys: foreignKeys(place, second) };
    case 'dropForeignKey':
    case 'dropForeignKeys':
      return { ...step, changes: droppedKeys(place, second) };
    case 'renameTable': {
      const renamed = textAt(place, second);
      return renamed === undefined
        ? step
        : { ...step, tables: [table, renamed], changes: { renamedTo: renamed } };
    }
    default:
      return step;
  }
}

function isStep(place: Place, call: CallExpression): boolean {
  return (
    STEPS.includes(calledName(call) ?? '') &&
    call.callee.k === 'member' &&
    isQueryRunner(place, call.callee.object)
  );
}

function isQueryRunner(place: Place, receiver: Expression): boolean {
  if (/^(?:query)?runner$/i.test(lastName(receiver) ?? '')) return true;
  const value = place.registry.evaluator.evaluate(receiver, place.file, place.fn);
  return value.t === 'external-instance' && value.type.endsWith('QueryRunner');
}

/** What `new Table({…})` and `new TableForeignKey({…})` were given, also behind a name; or the object itself. */
function descriptionAt(
  place: Place,
  expression: Expression | undefined,
): ReturnType<typeof shapeAt> {
  if (!expression) return undefined;
  if (expression.k === 'call')
    return expression.construct ? shapeAt(place, expression.args[0]) : undefined;
  const { registry } = place;
  const value = registry.evaluator.evaluate(expression, place.file, place.fn);
  if (value.t !== 'result') return shapeAt(place, expression);
  return value.call.construct
    ? shapeAt({ file: value.file, fn: value.fn, registry }, value.call.args[0])
    : undefined;
}

/** The name of a described table; its schema does not belong to it. */
function nameAt(place: Place, shape: Expression): string | undefined {
  return textAt(place, objectProperty(shape, 'name'));
}

function columns(at: Place, given: Expression | undefined): Column[] {
  const items = given?.k === 'arr' ? given.items : [given];
  return items.flatMap((item) => {
    const found = descriptionAt(at, item);
    const name = found ? nameAt(found.place, found.shape) : undefined;
    if (!found || name === undefined) return [];
    const type = textAt(found.place, objectProperty(found.shape, 'type'));
    return [column(name, type, { file: found.place.file.path, line: found.shape.line })];
  });
}

/** A column by its name or as `new TableColumn({ name })`. */
function columnName(place: Place, given: Expression | undefined): string | undefined {
  const described = descriptionAt(place, given);
  return described ? nameAt(described.place, described.shape) : textAt(place, given);
}

function foreignKeys(at: Place, given: Expression | undefined): NamedKey[] {
  const items = given?.k === 'arr' ? given.items : given ? [given] : [];
  return items.flatMap((item) => {
    const found = descriptionAt(at, item);
    if (!found) return [];
    const { shape, place } = found;
    const table = textAt(place, objectProperty(shape, 'referencedTableName'));
    if (table === undefined) return [];
    const name = nameAt(place, shape);
    return [
      {
        ...(name === undefined ? {} : { name }),
        columns: textsAt(place, objectProperty(shape, 'columnNames')),
        table,
        referencedColumns: textsAt(place, objectProperty(shape, 'referencedColumnNames')),
        ...actionsAt(place, shape),
        site: { file: place.file.path, line: shape.line },
      },
    ];
  });
}

/** Keys by their names, as `new TableForeignKey({ columnNames })`, or found among those of the table by a column. */
function droppedKeys(place: Place, given: Expression | undefined): TableChanges {
  const dropsKeys: string[] = [];
  const dropsKeysOf: string[][] = [];
  for (const item of given?.k === 'arr' ? given.items : given ? [given] : []) {
    const text = textAt(place, item);
    const described = text === undefined ? descriptionAt(place, item) : undefined;
    const name = text ?? (described && nameAt(described.place, described.shape));
    const columns = described
      ? textsAt(described.place, objectProperty(described.shape, 'columnNames'))
      : soughtColumns(place, item);
    if (name !== undefined) dropsKeys.push(name);
    else if (columns.length > 0) dropsKeysOf.push(columns);
  }
  return { dropsKeys, dropsKeysOf };
}

/** `table.foreignKeys.find((key) => key.columnNames.indexOf('buyer_id') !== -1)`. */
function soughtColumns(place: Place, item: Expression): string[] {
  const value = place.registry.evaluator.evaluate(item, place.file, place.fn);
  if (value.t !== 'result' || calledName(value.call) !== 'find') return [];
  const [callback] = value.call.args;
  if (callback?.k !== 'fn') return [];
  return callsNamed(value.file, ['indexOf', 'includes'])
    .filter(({ fact }) => fact.fn === callback.at)
    .flatMap(({ call }) => textAt(place, call.args[0]) ?? []);
}
