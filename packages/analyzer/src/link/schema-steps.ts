import type { Model, TableChanges } from '../facts/detector.ts';
import type { Column, ForeignKey, Site, Table } from '../model/analysis.ts';
import type { SqlBody, SqlTrigger } from '../sql/statement.ts';
import type { SchemaStatement } from './schema-statement.ts';

/** A key with the name of its constraint, by which a later step may take it away. */
export type NamedKey = ForeignKey & { name?: string };

/** One thing that a migration, a dump or a schema file does to one table. */
export interface SchemaStep {
  table: string;
  site: Site;
  kind: Table['kind'];
  creates: boolean;
  columns: Column[];
  keys: NamedKey[];
  changes: TableChanges;
  /** For a view. */
  reads?: string[];
  trigger?: TriggerStep;
}

export interface TriggerStep extends Omit<SqlTrigger, 'body'> {
  body?: BodyTables;
  site: Site;
}

/** What a body touches, by names. */
export interface BodyTables {
  reads: string[];
  writes: string[];
  calls: string[];
  computed: boolean;
}

const NOTHING: Omit<SchemaStep, 'table' | 'site' | 'kind'> = {
  creates: false,
  columns: [],
  keys: [],
  changes: {},
};

/** A step of a migration that is written with a builder. */
export function stepOfModel(model: Model): SchemaStep {
  return {
    table: model.table,
    site: model.site ?? { file: '', line: 1 },
    kind: model.kind,
    creates: model.creates ?? true,
    columns: model.columns ?? [],
    keys: model.foreignKeys,
    changes: model.changes ?? {},
    ...(model.reads ? { reads: model.reads() } : {}),
  };
}

/** Steps of one SQL statement: DROP TABLE may name several tables. */
export function stepsOfStatement(at: SchemaStatement): SchemaStep[] {
  const { statement, file, lineOf, nameOf } = at;
  const siteOf = (offset: number): Site => ({ file, line: lineOf(offset) });
  const step = (index: number): SchemaStep[] => {
    const table = statement.tables[index];
    const name = table ? nameOf(table) : undefined;
    return table && name !== undefined
      ? [{ ...NOTHING, table: name, site: siteOf(table.offset), kind: 'table' }]
      : [];
  };
  if (statement.drops)
    return statement.tables.flatMap((_, index) =>
      step(index).map((own) => ({ ...own, changes: { dropped: true } })),
    );
  const { defines, trigger, dropsTrigger } = statement;
  // SQLite and MySQL do not say on which table it fired.
  if (dropsTrigger !== undefined && statement.tables.length === 0)
    return [{ ...NOTHING, table: '', site: siteOf(0), kind: 'table', changes: { dropsTrigger } }];
  return step(0).map((own) => {
    if (trigger) {
      const body = trigger.body ? bodyTables(trigger.body, nameOf) : undefined;
      const { body: _, ...head } = trigger;
      return { ...own, trigger: { ...head, ...(body ? { body } : {}), site: own.site } };
    }
    if (dropsTrigger !== undefined) return { ...own, changes: { dropsTrigger } };
    if (!defines) return own;
    const { kind, creates, columns, foreignKeys, dropsColumns, renamesColumns, dropsKeys } =
      defines;
    return {
      ...own,
      kind,
      creates,
      columns: columns.map(({ offset, ...column }) => ({ ...column, site: siteOf(offset) })),
      keys: foreignKeys.map(({ offset, ...key }) => ({ ...key, site: siteOf(offset) })),
      changes: {
        dropsColumns,
        renamesColumns,
        dropsKeys,
        ...(defines.renamedTo === undefined ? {} : { renamedTo: defines.renamedTo }),
      },
      ...(kind === 'view' ? { reads: bodyTables({ tables: statement.tables }, nameOf).reads } : {}),
    };
  });
}

export function bodyTables(
  body: Pick<SqlBody, 'tables'> & Partial<SqlBody>,
  nameOf: SchemaStatement['nameOf'],
): BodyTables {
  const named = (operation: string): string[] =>
    body.tables.flatMap((table) => (table.operation === operation ? (nameOf(table) ?? []) : []));
  const hasHole = body.tables.some((table) => nameOf(table) === undefined);
  return {
    reads: named('read'),
    writes: named('write'),
    calls: body.calls ?? [],
    computed: (body.computed ?? false) || hasHole,
  };
}
