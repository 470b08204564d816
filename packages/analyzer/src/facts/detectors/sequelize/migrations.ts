import { callsNamed } from '../../../link/program.ts';
import type { NamedKey } from '../../../link/schema-steps.ts';
import type { ForeignKey } from '../../../model/analysis.ts';
import { isMigration } from '../../../model/migrations.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { qualifiedName } from '../../../sql/naming.ts';
import { column, lineOf, typeName } from '../../columns.ts';
import type { Detector } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import { actionsAt, defineStep, type MigrationStep } from '../../migrations.ts';
import { type Place, shapeAt, textAt, textsAt } from '../../places.ts';

const STEPS = [
  'createTable',
  'dropTable',
  'renameTable',
  'addColumn',
  'removeColumn',
  'changeColumn',
  'renameColumn',
  'addConstraint',
  'removeConstraint',
  'addIndex',
  'removeIndex',
];

/** What changes or asks for rows, and the place of the table among its arguments. */
const ROWS: Record<string, { operation: 'read' | 'write'; at: number }> = {
  bulkInsert: { operation: 'write', at: 0 },
  bulkUpdate: { operation: 'write', at: 0 },
  bulkDelete: { operation: 'write', at: 0 },
  upsert: { operation: 'write', at: 0 },
  rawSelect: { operation: 'read', at: 0 },
  // A model or an instance comes first.
  insert: { operation: 'write', at: 1 },
  update: { operation: 'write', at: 1 },
  delete: { operation: 'write', at: 1 },
  select: { operation: 'read', at: 1 },
};

/** Sequelize's migrations: `queryInterface.createTable('orders', { buyerId: { references } })`. */
export const sequelizeMigrations: Detector = {
  name: 'sequelize-migrations',
  packages: ['sequelize', 'sequelize-cli', '@sequelize/core'],
  calls: [...STEPS, ...Object.keys(ROWS)],
  define(file, registry) {
    for (const { call, fact } of callsNamed(file, STEPS)) {
      const place = { file, fn: fact.fn, registry };
      const step = stepOf(place, call);
      if (step) defineStep('sequelize-migrations', place, step);
    }
  },
  call(site, out) {
    if (!isStep(site, site.call)) return;
    const rows = Object.hasOwn(ROWS, site.name) ? ROWS[site.name] : undefined;
    if (rows) {
      const table = tableAt(site, site.call.args[rows.at]);
      if (table === undefined) out.unknownTable(site, '', 'table name is computed');
      else out.access(site, table, rows.operation);
      return;
    }
    const tables = stepOf(site, site.call)?.tables ?? [];
    if (tables.length === 0) out.unknownTable(site, '', 'table name is computed');
    for (const table of tables) out.access(site, table, 'ddl');
  },
};

function stepOf(place: Place, call: CallExpression): MigrationStep | undefined {
  if (!isStep(place, call)) return undefined;
  const name = calledName(call);
  const [first, second, third] = call.args;
  const table = tableAt(place, first);
  if (table === undefined) return undefined;
  const step: MigrationStep = { tables: [table], creates: false, line: call.nameLine };
  switch (name) {
    case 'createTable':
      return { ...step, creates: true, ...attributes(place, second) };
    case 'addColumn':
    case 'changeColumn':
      return { ...step, ...attribute(place, textAt(place, second), third, call.nameLine) };
    case 'removeColumn': {
      const dropped = textAt(place, second);
      return dropped === undefined ? step : { ...step, changes: { dropsColumns: [dropped] } };
    }
    case 'renameColumn': {
      const from = textAt(place, second);
      const to = textAt(place, third);
      return from === undefined || to === undefined
        ? step
        : { ...step, changes: { renamesColumns: [{ from, to }] } };
    }
    case 'dropTable':
      return { ...step, changes: { dropped: true } };
    case 'addConstraint':
      return { ...step, foreignKeys: constraintKeys(place, call.args, call.nameLine) };
    case 'removeConstraint': {
      const dropped = textAt(place, second);
      return dropped === undefined ? step : { ...step, changes: { dropsKeys: [dropped] } };
    }
    case 'renameTable': {
      const renamed = tableAt(place, second);
      return renamed === undefined
        ? step
        : { ...step, tables: [table, renamed], changes: { renamedTo: renamed } };
    }
    default:
      return step;
  }
}

function isStep(place: Place, call: CallExpression): boolean {
  return call.callee.k === 'member' && isQueryInterface(place, call.callee.object);
}

/** By type, by where it comes from, or by the names that migrations give it. */
function isQueryInterface(place: Place, receiver: Expression): boolean {
  if (receiver.k === 'call') return calledName(receiver) === 'getQueryInterface';
  const name = lastName(receiver) ?? '';
  if (/queryInterface$/i.test(name)) return true;
  // Umzug hands it over as `context`.
  if (isMigration(place.file.path) && /^(?:context|qi|query)$/.test(name)) return true;
  const value = place.registry.evaluator.evaluate(receiver, place.file, place.fn);
  if (value.t === 'result') return calledName(value.call) === 'getQueryInterface';
  return value.t === 'external-instance' && value.type.endsWith('QueryInterface');
}

/** `'orders'`, or `{ tableName: 'orders', schema: 'shop' }`. */
function tableAt(place: Place, expression: Expression | undefined): string | undefined {
  const own = textAt(place, expression);
  if (own !== undefined) return own;
  const found = shapeAt(place, expression);
  const told = (key: string): string | undefined =>
    found && textAt(found.place, objectProperty(found.shape, key));
  const table = told('tableName');
  return table === undefined ? undefined : qualifiedName(told('schema'), table);
}

type Described = Required<Pick<MigrationStep, 'columns' | 'foreignKeys'>>;

function attributes(place: Place, given: Expression | undefined): Described {
  const found = shapeAt(place, given);
  const all: Described = { columns: [], foreignKeys: [] };
  for (const { key, value } of found?.shape.props ?? []) {
    if (!found || !key) continue;
    const own = attribute(found.place, key, value, found.shape.line);
    all.columns.push(...own.columns);
    all.foreignKeys.push(...own.foreignKeys);
  }
  return all;
}

/** One column: its name, and its type or a description. */
function attribute(
  place: Place,
  name: string | undefined,
  given: Expression | undefined,
  line: number,
): Described {
  if (name === undefined) return { columns: [], foreignKeys: [] };
  const found = shapeAt(place, given);
  const type = typeName(found ? objectProperty(found.shape, 'type') : given);
  const site = { file: place.file.path, line: found?.shape.line ?? lineOf(given, line) };
  const field = found ? textAt(found.place, objectProperty(found.shape, 'field')) : undefined;
  return {
    columns: [column(field ?? name, type, site)],
    foreignKeys: columnKey(place, name, given),
  };
}

/** `{ references: { model: 'users', key: 'id' }, onDelete: 'CASCADE' }`; the model may be the whole of it. */
function columnKey(
  at: Place,
  column: string | undefined,
  description: Expression | undefined,
): ForeignKey[] {
  const found = shapeAt(at, description);
  if (!found || column === undefined) return [];
  const { shape, place } = found;
  const references = objectProperty(shape, 'references');
  const table =
    tableAt(place, objectProperty(references, 'model') ?? objectProperty(references, 'table')) ??
    tableAt(place, references);
  if (table === undefined) return [];
  const referenced =
    textAt(place, objectProperty(references, 'key')) ??
    textAt(place, objectProperty(shape, 'referencesKey'));
  const line = (references?.k === 'obj' ? references : shape).line;
  return [
    {
      columns: [column],
      table,
      referencedColumns: [referenced ?? 'id'],
      ...actionsAt(place, shape),
      site: { file: place.file.path, line },
    },
  ];
}

/** `addConstraint('orders', { fields, type: 'foreign key', references: { table, field } })`; before v6 the fields stood second. */
function constraintKeys(place: Place, args: readonly Expression[], line: number): NamedKey[] {
  const options = args.slice(1).find((argument) => argument.k === 'obj');
  if (!/^foreign key$/i.test(textAt(place, objectProperty(options, 'type')) ?? '')) return [];
  const references = objectProperty(options, 'references');
  const table = tableAt(place, objectProperty(references, 'table'));
  if (table === undefined) return [];
  const fields = objectProperty(references, 'fields') ?? objectProperty(references, 'field');
  const name = textAt(place, objectProperty(options, 'name'));
  return [
    {
      ...(name === undefined ? {} : { name }),
      columns: textsAt(place, objectProperty(options, 'fields') ?? args[1]),
      table,
      referencedColumns: textsAt(place, fields),
      ...actionsAt(place, options),
      site: { file: place.file.path, line },
    },
  ];
}
