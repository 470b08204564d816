import { isRecord, memberOf, stringMember } from '../openapi/node.ts';
import { sameJson, typesOf } from '../openapi/schema/types.ts';
import type { Direction, Impact } from './model.ts';
import type { Effect } from './recorder.ts';

/** One difference of two schemas at the same place. */
export interface KeywordChange {
  /** End of the rule: `type-changed`. */
  readonly rule: string;
  readonly effect: Effect;
  readonly keyword: string;
  readonly message: string;
  /** In place of what the effect would say. */
  readonly impact?: Impact;
}

type KeywordRule = (old: unknown, now: unknown, direction: Direction) => Generator<KeywordChange>;

/** Every comparison of keywords, in the order of the report. */
export const KEYWORD_RULES: readonly KeywordRule[] = [
  typeChanges,
  nullChanges,
  enumChanges,
  extensibleEnumChanges,
  constChanges,
  limitChanges,
  patternChanges,
  presenceChanges,
  namedPartChanges,
  exactChanges,
];

function* typeChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  const before = typesWithoutNull(old);
  const after = typesWithoutNull(now);
  const keyword = 'type';
  const words = `from ${before?.join(' or ') ?? 'any'} to ${after?.join(' or ') ?? 'any'}`;
  const message = `changed its type ${words}`;
  if (!sameJson(before?.toSorted(), after?.toSorted())) {
    const several = (before?.length ?? 1) > 1 || (after?.length ?? 1) > 1;
    if (covers(after, before)) {
      yield {
        rule: several ? 'list-of-types-widened' : 'type-generalized',
        effect: 'wider',
        keyword,
        message,
      };
    } else if (covers(before, after)) {
      yield {
        rule: several ? 'list-of-types-narrowed' : 'type-specialized',
        effect: 'narrower',
        keyword,
        message,
      };
    } else yield { rule: 'type-changed', effect: 'other', keyword, message };
    return;
  }
  yield* formatChanges(stringMember(old, 'format'), stringMember(now, 'format'));
}

const WIDER_FORMATS: Readonly<Record<string, string>> = {
  int32: 'int64',
  float: 'double',
  date: '',
};

function* formatChanges(
  before: string | undefined,
  after: string | undefined,
): Generator<KeywordChange> {
  if (before === after) return;
  const message = `changed its format from ${before ?? 'none'} to ${after ?? 'none'}`;
  const keyword = 'format';
  if (after === undefined || (before !== undefined && WIDER_FORMATS[before] === after)) {
    yield { rule: 'type-generalized', effect: 'wider', keyword, message };
  } else if (before === undefined || WIDER_FORMATS[after] === before) {
    yield { rule: 'type-specialized', effect: 'narrower', keyword, message };
  } else yield { rule: 'type-changed', effect: 'other', keyword, message };
}

function typesWithoutNull(schema: unknown): readonly string[] | undefined {
  const types = (typesOf(schema) ?? alternativeTypes(schema))?.filter((type) => type !== 'null');
  return types?.length === 0 ? undefined : types;
}

/** OpenAPI 3.0 writes a list of types as alternatives that say nothing but their type. */
export function alternativeTypes(schema: unknown): readonly string[] | undefined {
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = memberOf(schema, keyword);
    if (!Array.isArray(branches) || branches.length === 0) continue;
    const types = branches.map((branch) =>
      isRecord(branch) &&
      Object.keys(branch).every((key) => key === 'type' || key === 'description')
        ? typesOf(branch)
        : undefined,
    );
    if (types.every((one) => one !== undefined)) return types.flat();
  }
  return undefined;
}

/** Does the first allow everything that the second does? */
function covers(
  wide: readonly string[] | undefined,
  narrow: readonly string[] | undefined,
): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  return narrow.every(
    (type) => wide.includes(type) || (type === 'integer' && wide.includes('number')),
  );
}

function* nullChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  if (!isRecord(old) || !isRecord(now)) return;
  const before = allowsNull(old);
  const after = allowsNull(now);
  if (before === after) return;
  yield after
    ? { rule: 'became-nullable', effect: 'wider', keyword: 'nullable', message: 'may be null now' }
    : {
        rule: 'became-not-nullable',
        effect: 'narrower',
        keyword: 'nullable',
        message: 'may not be null any more',
      };
}

function allowsNull(schema: Readonly<Record<string, unknown>>): boolean {
  return schema.nullable === true || typesOf(schema)?.includes('null') === true;
}

function* enumChanges(old: unknown, now: unknown, direction: Direction): Generator<KeywordChange> {
  const before = memberOf(old, 'enum');
  const after = memberOf(now, 'enum');
  const keyword = 'enum';
  if (!Array.isArray(before) && Array.isArray(after)) {
    yield {
      rule: 'became-enum',
      effect: 'narrower',
      keyword,
      message: 'is limited to an enum now',
    };
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return;
  for (const value of before) {
    if (after.some((other) => sameJson(other, value))) continue;
    yield {
      rule: 'enum-value-removed',
      effect: 'narrower',
      keyword,
      message: `lost the value ${JSON.stringify(value)}`,
    };
  }
  for (const value of after) {
    if (before.some((other) => sameJson(other, value))) continue;
    const change = {
      rule: 'enum-value-added',
      effect: 'wider',
      keyword,
      message: `got the value ${JSON.stringify(value)}`,
    } as const;
    // Consumers should expect values they do not know; not all do.
    yield direction === 'response' ? { ...change, impact: 'risky' } : change;
  }
}

/** `x-extensible-enum` names the values known so far; readers have to expect others. */
function* extensibleEnumChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  const keyword = 'x-extensible-enum';
  const before = memberOf(old, keyword);
  const after = memberOf(now, keyword);
  if (!Array.isArray(before) || !Array.isArray(after)) return;
  for (const value of before) {
    if (after.some((other) => sameJson(other, value))) continue;
    yield {
      rule: 'x-extensible-enum-value-removed',
      effect: 'narrower',
      keyword,
      message: `lost the value ${JSON.stringify(value)}`,
    };
  }
}

function* constChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  const before = memberOf(old, 'const');
  const after = memberOf(now, 'const');
  const keyword = 'const';
  if (sameJson(before, after)) return;
  if (before === undefined)
    yield {
      rule: 'const-added',
      effect: 'narrower',
      keyword,
      message: 'has one possible value now',
    };
  else if (after === undefined)
    yield {
      rule: 'const-removed',
      effect: 'wider',
      keyword,
      message: 'has more than one possible value now',
    };
  else yield { rule: 'const-changed', effect: 'other', keyword, message: 'changed its only value' };
}

/** Keyword, name in rules, and whether a larger number allows more. */
const LIMITS: readonly (readonly [keyword: string, name: string, kind: 'upper' | 'lower'])[] = [
  ['maximum', 'max', 'upper'],
  ['minimum', 'min', 'lower'],
  ['exclusiveMaximum', 'exclusive-max', 'upper'],
  ['exclusiveMinimum', 'exclusive-min', 'lower'],
  ['maxLength', 'max-length', 'upper'],
  ['minLength', 'min-length', 'lower'],
  ['maxItems', 'max-items', 'upper'],
  ['minItems', 'min-items', 'lower'],
  ['maxProperties', 'max-properties', 'upper'],
  ['minProperties', 'min-properties', 'lower'],
  ['maxContains', 'max-contains', 'upper'],
  ['minContains', 'min-contains', 'lower'],
];

function* limitChanges(old: unknown, now: unknown, direction: Direction): Generator<KeywordChange> {
  for (const [keyword, name, kind] of LIMITS) {
    const before = memberOf(old, keyword);
    const after = memberOf(now, keyword);
    const [from, to] = [
      typeof before === 'number' ? before : undefined,
      typeof after === 'number' ? after : undefined,
    ];
    if (from === to) continue;
    const message = `changed ${keyword} from ${from ?? 'none'} to ${to ?? 'none'}`;
    if (from === undefined) {
      // A limit may only write down what was true all along.
      const impact = direction === 'request' ? 'risky' : 'harmless';
      yield { rule: `${name}-set`, effect: 'narrower', impact, keyword, message };
    } else if (to === undefined) {
      yield { rule: `${name}-unset`, effect: 'wider', keyword, message };
    } else {
      const increased = to > from;
      const effect = increased === (kind === 'upper') ? 'wider' : 'narrower';
      yield { rule: `${name}-${increased ? 'increased' : 'decreased'}`, effect, keyword, message };
    }
  }
}

function* patternChanges(
  old: unknown,
  now: unknown,
  direction: Direction,
): Generator<KeywordChange> {
  const before = stringMember(old, 'pattern');
  const after = stringMember(now, 'pattern');
  const keyword = 'pattern';
  if (before === after) return;
  const message = `changed its pattern from ${before ?? 'none'} to ${after ?? 'none'}`;
  if (before === undefined) yield { rule: 'pattern-added', effect: 'narrower', keyword, message };
  else if (after === undefined) {
    yield {
      rule: 'pattern-removed',
      effect: 'wider',
      impact: direction === 'request' ? 'harmless' : 'risky',
      keyword,
      message,
    };
  } else if (/^\^?\.\*\$?$/.test(after)) {
    yield { rule: 'pattern-generalized', effect: 'wider', keyword, message };
  } else yield { rule: 'pattern-changed', effect: 'other', impact: 'risky', keyword, message };
}

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

function* presenceChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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

function* namedPartChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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

function* exactChanges(old: unknown, now: unknown): Generator<KeywordChange> {
  const exact = [
    ['contentEncoding', 'content-encoding'],
    ['contentMediaType', 'content-media-type'],
  ] as const;
  for (const [keyword, name] of exact) {
    if (sameJson(memberOf(old, keyword), memberOf(now, keyword))) continue;
    yield { rule: `${name}-changed`, effect: 'other', keyword, message: `changed "${keyword}"` };
  }
  const before = memberOf(old, 'default');
  const after = memberOf(now, 'default');
  if (sameJson(before, after)) return;
  const how = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  yield {
    rule: `default-value-${how}`,
    effect: 'neutral',
    keyword: 'default',
    message: `changed its default from ${JSON.stringify(before) ?? 'none'} to ${JSON.stringify(after) ?? 'none'}`,
  };
}
