import { childOf, type DocumentNode } from './node.ts';

/** Follows a reference; what cannot be followed is noted and left out. */
export type Follow = (node: DocumentNode) => DocumentNode | undefined;

export function schemaOf(owner: DocumentNode): DocumentNode | undefined {
  const schema = childOf(owner, 'schema');
  return schema.value === undefined ? undefined : schema;
}
