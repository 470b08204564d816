import { memberOf } from '../openapi/node.ts';
import type { KeywordChange } from './keyword-change.ts';
import type { Direction } from './model.ts';

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

export function* limitChanges(
  old: unknown,
  now: unknown,
  direction: Direction,
): Generator<KeywordChange> {
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
