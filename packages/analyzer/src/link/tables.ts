import type { Model, TableRegistry } from '../facts/detector.ts';
import type { Column, Facts, ForeignKey, Unresolved } from '../model/analysis.ts';
import { isMigration } from '../model/migrations.ts';
import { snakeCase } from '../sql/naming.ts';
import type { DetectedAccess } from './detected.ts';
import { collectRoutines } from './routines.ts';
import { type LeftTable, playSchemaSteps } from './schema-history.ts';
import type { SchemaStatement } from './schema-statement.ts';
import { stepOfModel, stepsOfStatement } from './schema-steps.ts';
import { tableTriggers } from './triggers.ts';

type TableFact = Facts['tables'][number];

/** Their models come from migrations. */
const MIGRATION_BUILDERS = new Set([
  'knex',
  'kysely',
  'typeorm-migrations',
  'sequelize-migrations',
]);

/** In small letters: what tools note there of the migrations that ran goes with each database, and is data of no domain. */
const OF_MIGRATION_TOOLS: ReadonlySet<string> = new Set(
  `schema_migrations knex_migrations knex_migrations_lock _prisma_migrations sequelizemeta __drizzle_migrations
  kysely_migration kysely_migration_lock pgmigrations mikro_orm_migrations`.split(/\s+/),
);

/**
 * One list of tables from models, migrations and uses. A model beats a migration as the place of
 * definition, a migration as the place of a foreign key and of a column; the keys and columns of both
 * are joined. Names are compared without case. What migrations took away again, and
 * where tools note them, is no table; what is done to it stays an access.
 */
export function collectTables(
  registry: TableRegistry,
  schema: SchemaStatement[],
  accesses: DetectedAccess[],
): { tables: TableFact[]; unresolved: Unresolved[] } {
  const tables = new Map<string, TableFact>();
  const find = (name: string): TableFact | undefined =>
    // A camel case plugin lets code write workspaceMembers for workspace_members.
    tables.get(name.toLowerCase()) ?? tables.get(snakeCase(name));
  const get = (name: string): TableFact => {
    const known = find(name);
    if (known) return known;
    const made: TableFact = { name, kind: 'table', foreignKeys: [] };
    tables.set(name.toLowerCase(), made);
    return made;
  };
  const isStep = ({ via }: Model): boolean => MIGRATION_BUILDERS.has(via);
  const models = registry.all().filter((model) => !isStep(model));
  for (const model of models) addModel(get(model.table), model);
  for (const { toldKeys = [] } of models)
    for (const { of, key } of toldKeys) {
      const holder = of();
      if (holder) addKey(get(holder.table), key, false);
    }
  const steps = registry.all().filter(isStep);
  const left = playSchemaSteps([
    ...steps.map((model) => stepOfModel(model)),
    ...schema.flatMap(stepsOfStatement),
  ]);
  for (const told of left) addHistory(get(told.name), told);
  const isKnown = (name: string): boolean => find(name) !== undefined;
  const gone = goneTables(accesses, isKnown);
  for (const { access } of accesses) {
    const name = access.table.toLowerCase();
    const isNone = gone.has(name) || (OF_MIGRATION_TOOLS.has(name) && !isKnown(name));
    if (!isNone) access.table = get(access.table).name;
  }
  for (const table of [...tables.values()])
    for (const key of table.foreignKeys) key.table = get(key.table).name;
  const nameOf = (name: string): string => find(name)?.name ?? name;
  const reading = new Map(models.map((model) => [get(model.table), model.reads] as const));
  const routines = collectRoutines(schema);
  const unresolved: Unresolved[] = [];
  for (const told of left) {
    const table = get(told.name);
    const fired = tableTriggers(told, routines, nameOf);
    if (fired.triggers.length > 0) table.triggers = fired.triggers;
    unresolved.push(...fired.unresolved);
    if (told.reads && !reading.get(table)) reading.set(table, () => told.reads ?? []);
  }
  for (const [table, reads] of reading)
    if (reads) table.reads = [...new Set(reads().map(nameOf))].sort(compare);
  return { tables: [...tables.values()].map(sorted).sort(byName), unresolved };
}

/** Names in small letters of what was once a table: migrations alone name it, and the last of them leave none. */
function goneTables(
  accesses: readonly DetectedAccess[],
  isKnown: (name: string) => boolean,
): ReadonlySet<string> {
  const used = new Set<string>();
  const made = new Set<string>();
  for (const { access } of accesses) {
    const name = access.table.toLowerCase();
    if (!isMigration(access.file)) used.add(name);
    else if (access.operation === 'ddl' && !isKnown(access.table)) made.add(name);
  }
  return new Set([...made].filter((name) => !used.has(name)));
}

function addModel(table: TableFact, model: Model): void {
  table.kind = model.kind;
  if (model.site && !table.definedAt) table.definedAt = model.site;
  for (const key of model.foreignKeys) addKey(table, key, false);
  for (const column of model.columns ?? []) addColumn(table, column, false);
}

function addHistory(table: TableFact, told: LeftTable): void {
  if (told.kind === 'view') table.kind = 'view';
  if (told.definedAt) table.definedAt ??= told.definedAt;
  for (const { name: _, ...key } of told.keys) addKey(table, key, true);
  for (const column of told.columns.values()) addColumn(table, column, true);
}

/** The migration knows the name in the database, and its type. */
function addColumn(table: TableFact, column: Column, isMigration: boolean): void {
  table.columns ??= [];
  const at = table.columns.findIndex((own) => plain(own.name) === plain(column.name));
  const known = table.columns[at];
  if (!known) table.columns.push(column);
  else if (isMigration) table.columns[at] = { ...known, ...column };
}

/** The migration that creates a constraint is better evidence than the model that mirrors it. */
function addKey(table: TableFact, key: ForeignKey, isMigration: boolean): void {
  const known = table.foreignKeys.find((own) => isSameKey(own, key));
  if (!known) {
    table.foreignKeys.push({ ...key });
    return;
  }
  const [first, second] = isMigration ? [key, known] : [known, key];
  const onDelete = first.onDelete ?? second.onDelete;
  const onUpdate = first.onUpdate ?? second.onUpdate;
  if (isMigration) Object.assign(known, key);
  if (onDelete) known.onDelete = onDelete;
  if (onUpdate) known.onUpdate = onUpdate;
}

/** Models write `userId` where the database has `user_id`. */
function isSameKey(a: ForeignKey, b: ForeignKey): boolean {
  return plain(a.table) === plain(b.table) && plain(a.columns.join()) === plain(b.columns.join());
}

function plain(text: string): string {
  return text.replaceAll('_', '').toLowerCase();
}

function sorted(table: TableFact): TableFact {
  const { columns, triggers } = table;
  table.foreignKeys.sort((a, b) => compare(keyText(a), keyText(b)));
  return {
    ...table,
    ...(columns ? { columns: columns.sort(byName) } : {}),
    ...(triggers ? { triggers: triggers.sort(byName) } : {}),
  };
}

function keyText(key: ForeignKey): string {
  return `${key.columns.join()}>${key.table}`;
}

function byName(a: { name: string }, b: { name: string }): number {
  return compare(a.name, b.name);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
