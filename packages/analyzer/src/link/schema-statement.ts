import type { SqlStatement } from '../sql/statement.ts';

/** A statement of a migration or a dump, with the place it stands at. */
export interface SchemaStatement {
  statement: SqlStatement;
  file: string;
  /** Line of an offset in the text the statement came from. */
  lineOf(offset: number): number;
}
