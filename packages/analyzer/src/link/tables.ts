import type { TableRegistry } from '../facts/detector.ts';
import type { Facts, ForeignKey } from '../model/analysis.ts';
import { snakeCase } from '../sql/naming.ts';
import type { DetectedAccess } from './detect.ts';
import type { SchemaStatement } from './schema-statement.ts';

type TableFact = Facts['tables'][number];

/** Their models come from migrations. */
const MIGRATION_BUILDERS = new Set([
  'knex',
  'kysely',
  'typeorm-migrations',
  'sequelize-migrations',
]);
const ON_DELETE = new Set(['cascade', 'set null', 'set default', 'restrict', 'no action']);

/**
 * One list of tables from models, migrations and uses. A model beats a migration as the place of
 * definition, a migration as the place of a foreign key; the keys of both are joined. Names are compared without case.
 */
export function collectTables(
  registry: TableRegistry,
  schema: SchemaStatement[],
  accesses: DetectedAccess[],
): TableFact[] {
  const tables = new Map<string, TableFact>();
  const get = (name: string): TableFact => {
    const key = name.toLowerCase();
    // A camel case plugin lets code write workspaceMembers for workspace_members.
    const known = tables.get(key) ?? tables.get(snakeCase(name));
    if (known) return known;
    const made: TableFact = { name, kind: 'table', foreignKeys: [] };
    tables.set(key, made);
    return made;
  };
  for (const model of registry.all()) {
    const table = get(model.table);
    table.kind = model.kind;
    if (model.site && !table.definedAt) table.definedAt = model.site;
    for (const key of model.foreignKeys) addKey(table, key, MIGRATION_BUILDERS.has(model.via));
  }
  for (const { statement, file, lineOf } of schema) {
    const { defines } = statement;
    if (!defines) continue;
    const table = get(defines.name);
    const offset = statement.tables[0]?.offset ?? 0;
    if (defines.kind === 'view') table.kind = 'view';
    table.definedAt ??= { file, line: lineOf(offset) };
    for (const key of defines.foreignKeys) {
      addKey(
        table,
        {
          columns: key.columns,
          table: key.table,
          referencedColumns: key.referencedColumns,
          ...(key.onDelete && ON_DELETE.has(key.onDelete)
            ? { onDelete: key.onDelete as NonNullable<ForeignKey['onDelete']> }
            : {}),
          site: { file, line: lineOf(key.offset) },
        },
        true,
      );
    }
  }
  for (const { access } of accesses) access.table = get(access.table).name;
  for (const table of tables.values()) {
    for (const key of table.foreignKeys) key.table = get(key.table).name;
    table.foreignKeys.sort((a, b) => compare(keyText(a), keyText(b)));
  }
  return [...tables.values()].sort((a, b) => compare(a.name, b.name));
}

/** The migration that creates a constraint is better evidence than the model that mirrors it. */
function addKey(table: TableFact, key: ForeignKey, isMigration: boolean): void {
  const known = table.foreignKeys.find((k) => sameKey(k, key));
  if (!known) {
    table.foreignKeys.push({ ...key });
    return;
  }
  const onDelete = isMigration
    ? (key.onDelete ?? known.onDelete)
    : (known.onDelete ?? key.onDelete);
  if (isMigration) Object.assign(known, key);
  if (onDelete) known.onDelete = onDelete;
}

/** Models write `userId` where the database has `user_id`. */
function sameKey(a: ForeignKey, b: ForeignKey): boolean {
  const plain = (text: string): string => text.replaceAll('_', '').toLowerCase();
  return plain(a.table) === plain(b.table) && plain(a.columns.join()) === plain(b.columns.join());
}

function keyText(key: ForeignKey): string {
  return `${key.columns.join()}>${key.table}`;
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
