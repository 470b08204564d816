import { isRecord, memberOf, stringMember } from '../openapi/node.ts';
import { sameJson, typesOf } from '../openapi/schema/types.ts';
import type { KeywordChange } from './keyword-change.ts';

export function* typeChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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

export function* nullChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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
