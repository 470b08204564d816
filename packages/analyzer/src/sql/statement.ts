import type { AccessOperation, ReferentialAction, TableTrigger } from '../model/analysis.ts';

/** A table named in SQL: by text, or by a hole of the template (`hole` is its number). */
export interface SqlTable {
  name?: string;
  hole?: number;
  /** Double quotes keep its capitals: no CTE of another spelling is meant. */
  exact?: true;
  /** The name is pieced together from text and holes. */
  partial?: boolean;
  operation: AccessOperation;
  /** Offset in the joined text. */
  offset: number;
}

export interface SqlColumn {
  name: string;
  /** As it is written, with its length; absent where the text gives none. */
  type?: string;
  offset: number;
}

export interface SqlForeignKey {
  /** Of the constraint, where it has one. */
  name?: string;
  columns: string[];
  table: string;
  referencedColumns: string[];
  onDelete?: ReferentialAction;
  onUpdate?: ReferentialAction;
  offset: number;
}

/** What CREATE TABLE, CREATE VIEW and ALTER TABLE say of a table. */
export interface SqlDefinition {
  kind: 'table' | 'view';
  /** It comes into being here; false for ALTER TABLE. */
  creates: boolean;
  columns: SqlColumn[];
  foreignKeys: SqlForeignKey[];
  dropsColumns: string[];
  renamesColumns: { from: string; to: string }[];
  dropsKeys: string[];
  renamedTo?: string;
}

/** The statements inside a function or a trigger. */
export interface SqlBody {
  tables: SqlTable[];
  /** Functions it calls, built-in ones too, in lower case. */
  calls: string[];
  /** It also runs statements that are put together while it runs. */
  computed: boolean;
}

export interface SqlTrigger {
  name: string;
  timing: TableTrigger['timing'];
  events: TableTrigger['events'];
  /** The function it calls. */
  routine?: string;
  /** Its own statements, and the condition of its WHEN. */
  body?: SqlBody;
}

export interface SqlStatement {
  kind: 'query' | 'ddl' | 'begin' | 'commit' | 'rollback' | 'two-phase';
  /** For a definition, the table itself comes first. */
  tables: SqlTable[];
  /** For CREATE and ALTER of the first of the tables. */
  defines?: SqlDefinition;
  /** Fires on the first of the tables. */
  trigger?: SqlTrigger;
  /** For CREATE FUNCTION and CREATE PROCEDURE; without a body when its text is not SQL. */
  routine?: { name: string; body?: SqlBody };
  /** It takes its tables away: DROP TABLE and DROP VIEW. */
  drops?: true;
  /** Where it runs what it puts together first, EXECUTE in a DO block. */
  computed?: number[];
  dropsTrigger?: string;
}
