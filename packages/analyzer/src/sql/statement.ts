import type { AccessOperation } from '../model/analysis.ts';

/** A table named in SQL: by text, or by a hole of the template (`hole` is its number). */
export interface SqlTable {
  name?: string;
  hole?: number;
  /** The name is pieced together from text and holes. */
  partial?: boolean;
  operation: AccessOperation;
  /** Offset in the joined text. */
  offset: number;
}

export interface SqlForeignKey {
  columns: string[];
  table: string;
  referencedColumns: string[];
  onDelete?: string;
  offset: number;
}

export interface SqlStatement {
  kind: 'query' | 'ddl' | 'begin' | 'commit' | 'rollback' | 'two-phase';
  tables: SqlTable[];
  /** For CREATE and ALTER: what it defines. */
  defines?: { name: string; kind: 'table' | 'view'; foreignKeys: SqlForeignKey[] };
  /** For DROP TABLE and DROP VIEW. */
  drops?: string[];
}
