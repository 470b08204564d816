import { memberOf, stringMember } from '../openapi/node.ts';
import { sameJson } from '../openapi/schema/types.ts';
import type { KeywordChange } from './keyword-change.ts';
import type { Direction } from './model.ts';

export function* enumChanges(
  old: unknown,
  now: unknown,
  direction: Direction,
): Generator<KeywordChange> {
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
export function* extensibleEnumChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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

export function* constChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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

export function* exactChanges(old: unknown, now: unknown): Generator<KeywordChange> {
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
export function* patternChanges(
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
