import type { TableRegistry } from '../facts/detector.ts';
import type { Facts, ForeignKey } from '../model/analysis.ts';
import { snakeCase } from '../sql/naming.ts';
import type { SqlStatement } from '../sql/statement.ts';
import type { DetectedAccess } from './detect.ts';

type TableFact = Facts['tables'][number];

export interface SchemaStatement {
  statement: SqlStatement;
  file: string;
  /** Line of an offset in the text the statement came from. */
  lineOf(offset: number): number;
}

const ON_DELETE = new Set(['cascade', 'set null', 'set default', 'restrict', 'no action']);

/**
 * One list of tables from models, migrations and uses. A model beats a migration as the place of
 * definition; foreign keys of both are joined. Names are compared without case.
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
    for (const key of model.foreignKeys) addKey(table, key);
  }
  for (const { statement, file, lineOf } of schema) {
    const { defines } = statement;
    if (!defines) continue;
    const table = get(defines.name);
    const offset = statement.tables[0]?.offset ?? 0;
    if (defines.kind === 'view') table.kind = 'view';
    table.definedAt ??= { file, line: lineOf(offset) };
    for (const key of defines.foreignKeys) {
      addKey(table, {
        columns: key.columns,
        table: key.table,
        referencedColumns: key.referencedColumns,
        ...(key.onDelete && ON_DELETE.has(key.onDelete)
          ? { onDelete: key.onDelete as NonNullable<ForeignKey['onDelete']> }
          : {}),
        site: { file, line: lineOf(key.offset) },
      });
    }
  }
  for (const { access } of accesses) access.table = get(access.table).name;
  for (const table of tables.values()) {
    for (const key of table.foreignKeys) key.table = get(key.table).name;
    table.foreignKeys.sort((a, b) => compare(keyText(a), keyText(b)));
  }
  return [...tables.values()].sort((a, b) => compare(a.name, b.name));
}

function addKey(table: TableFact, key: ForeignKey): void {
  const known = table.foreignKeys.find((k) => sameKey(k, key));
  if (!known) table.foreignKeys.push({ ...key });
  else if (!known.onDelete && key.onDelete) known.onDelete = key.onDelete;
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
