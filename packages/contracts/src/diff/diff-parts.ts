import { childOf, type DocumentNode, isRecord, memberOf } from '../openapi/node.ts';
import type { Place } from './recorder.ts';
import type { DiffSchemas, SchemaPair } from './schema-pair.ts';

/** Keywords that hold one schema each, for the same value or for parts of it without a name. */
const SINGLE = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
];
const NAMED = ['patternProperties', 'dependentSchemas', 'prefixItems'];

export function diffParts(
  pair: SchemaPair,
  old: DocumentNode,
  now: DocumentNode,
  place: Place,
  diffSchemas: DiffSchemas,
): void {
  const named = NAMED.flatMap((keyword) => {
    const value = memberOf(old.value, keyword);
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return keys.map((key) => [keyword, key]);
  });
  for (const path of [...SINGLE.map((keyword) => [keyword]), ...named]) {
    const before = path.reduce(childOf, old);
    const after = path.reduce(childOf, now);
    if (!isRecord(before.value) || !isRecord(after.value)) continue;
    const subject = place.subject.replace(/-body$/, '-property');
    const label = `${place.label} (${path.join(' ')})`;
    diffSchemas(pair, before, after, { ...place, subject, label });
  }
}
