import type { Site } from './site.ts';

/** One use of a store beside the database whose contents code names by a literal. */
export interface StoreUse extends Site {
  store: 'redis' | 'elasticsearch';
  /** A key or an index; `session:*` for keys of which only the start is literal. */
  name: string;
  operation: 'read' | 'write' | 'ddl';
  via: string;
}
