import { isRecord, memberOf } from '../openapi/node.ts';
import { sameJson } from '../openapi/schema/types.ts';
import type { KeywordChange } from './keyword-change.ts';

/** Keywords that forbid something as soon as they are there. */
const PRESENCES: readonly (readonly [keyword: string, name: string])[] = [
  ['contains', 'contains'],
  ['if', 'if'],
  ['then', 'then'],
  ['else', 'else'],
  ['propertyNames', 'property-names'],
  ['unevaluatedItems', 'unevaluated-items'],
  ['unevaluatedProperties', 'unevaluated-properties'],
  ['contentSchema', 'content-schema'],
];

export function* presenceChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  for (const [keyword, name] of PRESENCES) {
    const before = memberOf(old, keyword) !== undefined;
    const after = memberOf(now, keyword) !== undefined;
    if (before === after) continue;
    yield after
      ? { rule: `${name}-added`, effect: 'narrower', keyword, message: `got "${keyword}"` }
      : { rule: `${name}-removed`, effect: 'wider', keyword, message: `lost "${keyword}"` };
  }
  const before = memberOf(old, 'prefixItems');
  const after = memberOf(now, 'prefixItems');
  const [from, to] = [
    Array.isArray(before) ? before.length : 0,
    Array.isArray(after) ? after.length : 0,
  ];
  if (from !== to) {
    const added = to > from;
    yield {
      rule: `prefix-items-${added ? 'added' : 'removed'}`,
      effect: added ? 'wider' : 'narrower',
      keyword: 'prefixItems',
      message: `has ${to} positions instead of ${from}`,
    };
  }
}

const NAMED_PARTS: readonly (readonly [keyword: string, name: string])[] = [
  ['dependentRequired', 'dependent-required'],
  ['dependentSchemas', 'dependent-schema'],
  ['patternProperties', 'pattern-property'],
];

export function* namedPartChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  for (const [keyword, name] of NAMED_PARTS) {
    const before = memberOf(old, keyword);
    const after = memberOf(now, keyword);
    const from = isRecord(before) ? before : {};
    const to = isRecord(after) ? after : {};
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const message = `changed "${keyword}" for "${key}"`;
      if (!(key in from)) yield { rule: `${name}-added`, effect: 'narrower', keyword, message };
      else if (!(key in to)) yield { rule: `${name}-removed`, effect: 'wider', keyword, message };
      else if (keyword === 'dependentRequired' && !sameJson(from[key], to[key])) {
        yield { rule: `${name}-changed`, effect: 'other', keyword, message };
      }
    }
  }
}
