import type { SqlStatement, SqlTable } from '../sql/statement.ts';

/** A statement of a migration or a dump, with the place it stands at. */
export interface SchemaStatement {
  statement: SqlStatement;
  file: string;
  /** Line of an offset in the text the statement came from. */
  lineOf(offset: number): number;
  /** The name of a table, also where the text has a hole in its place. */
  nameOf(table: SqlTable): string | undefined;
}

/** Whether it says anything about the schema. */
export function concernsSchema({
  defines,
  trigger,
  routine,
  drops,
  dropsTrigger,
}: SqlStatement): boolean {
  return (defines ?? trigger ?? routine ?? drops ?? dropsTrigger) !== undefined;
}

/** The table that is created or altered. */
export function definedTable({ statement, nameOf }: SchemaStatement): string | undefined {
  const [table] = statement.tables;
  return statement.defines && table ? nameOf(table) : undefined;
}
