import type { DocumentNode } from '../openapi/node.ts';
import type { References } from '../openapi/references.ts';
import type { Place, Recorder } from './recorder.ts';

/** The references of both documents and what was compared already, which ends every cycle. */
export interface SchemaPair {
  readonly old: References;
  readonly new: References;
  readonly recorder: Recorder;
  readonly compared: Map<unknown, Set<unknown>>;
}

/** How the parts of a schema get their own parts compared. */
export type DiffSchemas = (
  pair: SchemaPair,
  old: DocumentNode,
  now: DocumentNode,
  place: Place,
) => void;
