import type { Column, Site, Table } from '../model/analysis.ts';
import { isMigration, MIGRATION_FOLDER } from '../model/migrations.ts';
import { keyNames } from './key-names.ts';
import type { NamedKey, SchemaStep, TriggerStep } from './schema-steps.ts';

/** A table as the migrations leave it. */
export interface LeftTable {
  name: string;
  kind: Table['kind'];
  definedAt?: Site;
  /** By the name in lower case. */
  columns: Map<string, Column>;
  keys: NamedKey[];
  reads?: string[];
  triggers: Map<string, TriggerStep>;
}

const ORDER = new Intl.Collator('en', { numeric: true });
/** `0001_orders.down.sql`, `down.sql`, `U3__orders.sql`: they take back what another file does. */
const WAY_BACK =
  /(?:^|[./_-])(?:down|undo|rollback|revert)\.sql$|(?:^|\/)(?:down\/[^/]*|U\d+__[^/]*)\.sql$/i;

/**
 * Plays the steps in the order of their files, which migrations carry in their names. What is taken
 * away is only believed of migrations, or of the file that made it: a script that empties a database
 * says nothing about the schema.
 */
export function playSchemaSteps(steps: SchemaStep[]): LeftTable[] {
  const tables = new Map<string, LeftTable>();
  const ordered = steps
    .filter(({ site }) => !WAY_BACK.test(site.file))
    .sort((a, b) => ORDER.compare(a.site.file, b.site.file) || a.site.line - b.site.line);
  for (const step of ordered) {
    const { changes } = step;
    if (step.table === '') {
      for (const table of tables.values()) take(table, step);
      continue;
    }
    const known = tables.get(key(step.table));
    const mayTake = isHistory(step.site.file) || known?.definedAt?.file === step.site.file;
    if (changes.dropped) {
      if (mayTake) tables.delete(key(step.table));
      continue;
    }
    const table = known ?? blank(step);
    tables.set(key(step.table), table);
    add(table, step);
    if (!mayTake && known) continue;
    take(table, step);
    if (changes.renamedTo === undefined) continue;
    tables.delete(key(step.table));
    tables.set(key(changes.renamedTo), { ...table, name: changes.renamedTo });
  }
  return [...tables.values()];
}

function key(name: string): string {
  return name.toLowerCase();
}

function isHistory(path: string): boolean {
  return isMigration(path) || MIGRATION_FOLDER.test(path);
}

function blank({ table, kind }: SchemaStep): LeftTable {
  return { name: table, kind, columns: new Map(), keys: [], triggers: new Map() };
}

function add(table: LeftTable, step: SchemaStep): void {
  if (step.kind === 'view') table.kind = 'view';
  if (step.creates) table.definedAt ??= step.site;
  for (const column of step.columns) {
    const known = table.columns.get(key(column.name));
    table.columns.set(key(column.name), { ...known, ...column });
  }
  for (const added of step.keys) {
    const known = table.keys.find((own) => isSame(own, added));
    table.keys = table.keys.filter((own) => own !== known);
    table.keys.push({ ...known, ...added });
  }
  if (step.reads) table.reads = step.reads;
  if (step.trigger) table.triggers.set(key(step.trigger.name), step.trigger);
}

function isSame(a: NamedKey, b: NamedKey): boolean {
  return key(a.table) === key(b.table) && key(a.columns.join()) === key(b.columns.join());
}

function take(table: LeftTable, { changes, columns }: SchemaStep): void {
  for (const { from, to } of changes.renamesColumns ?? []) {
    const column = table.columns.get(key(from));
    table.columns.delete(key(from));
    const renamed = { ...column, ...columns.find((c) => key(c.name) === key(to)) };
    if (renamed.site) table.columns.set(key(to), { ...renamed, site: renamed.site, name: to });
    table.keys = table.keys.map((own) => ({
      ...own,
      columns: own.columns.map((name) => (key(name) === key(from) ? to : name)),
    }));
  }
  for (const name of changes.dropsColumns ?? []) {
    table.columns.delete(key(name));
    table.keys = table.keys.filter((own) => !own.columns.some((c) => key(c) === key(name)));
  }
  const gone = new Set((changes.dropsKeys ?? []).map(key));
  const goneOf = new Set((changes.dropsKeysOf ?? []).map((columns) => key(columns.join())));
  if (gone.size + goneOf.size > 0)
    table.keys = table.keys.filter(
      (own, index) =>
        !goneOf.has(key(own.columns.join())) &&
        !keyNames(table.name, own, index).some((name) => gone.has(key(name))),
    );
  if (changes.dropsTrigger !== undefined) table.triggers.delete(key(changes.dropsTrigger));
}
