import type { Reason } from './reason.ts';
import type { Site } from './site.ts';

export type ReferentialAction = 'cascade' | 'set null' | 'set default' | 'restrict' | 'no action';

export interface ForeignKey {
  columns: string[];
  table: string;
  referencedColumns: string[];
  onDelete?: ReferentialAction;
  onUpdate?: ReferentialAction;
  site?: Site;
}

/** A column that a migration or a model names. */
export interface Column {
  /** Name in the database; a model that gives none has the name of its property here. */
  name: string;
  /** As the source has it: `varchar(20)`, `uuid`, `DateTime`; absent where it is computed or left out. */
  type?: string;
  site: Site;
}

/** Work that the database does by itself when rows of a table change. */
export interface TableTrigger {
  name: string;
  timing: 'before' | 'after' | 'instead of';
  events: ('insert' | 'update' | 'delete' | 'truncate')[];
  /** The function it calls, where it has no statements of its own. */
  calls?: string;
  /**
   * Tables that it reads and writes, also in functions it calls. Absent where the text of its function
   * is not in the codebase, or in a language other than SQL; then it is in `unresolved` as well.
   */
  reads?: string[];
  writes?: string[];
  site: Site;
}

export interface Table {
  name: string;
  kind: 'table' | 'view' | 'collection';
  definedAt?: Site;
  foreignKeys: ForeignKey[];
  /** What models and migrations name, by name; absent where neither names any. */
  columns?: Column[];
  /** For a view: the tables and views it reads, by name; absent where its query is not known. */
  reads?: string[];
  /** What fires on this table, by name; absent without any. */
  triggers?: TableTrigger[];
  domain: string | null;
  because: Reason[];
}
