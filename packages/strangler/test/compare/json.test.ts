import { describe, expect, it } from 'vitest';
import { diffJson } from '../../src/compare/json.ts';
import { readyRules } from '../../src/compare/rules.ts';
import { resolveCompare } from '../../src/routes/settings.ts';

const nested = (depth: number, leaf: number): unknown =>
  depth === 0 ? leaf : { a: nested(depth - 1, leaf) };
const many = (n: number, count: number): unknown => Array.from({ length: count }, () => ({ n }));

describe('diffJson', () => {
  it.each<[string, unknown, unknown, object, string[]]>([
    ['equal values', { a: [1, { b: null }] }, { a: [1, { b: null }] }, {}, []],
    ['another key order', { a: 1, b: 2 }, { b: 2, a: 1 }, {}, []],
    ['another value', { a: 1 }, { a: 2 }, {}, ['value $.a']],
    ['another type', { a: 1 }, { a: '1' }, {}, ['type $.a']],
    ['null for an object', { a: {} }, { a: null }, {}, ['type $.a']],
    ['a missing key', { a: 1 }, {}, {}, ['missing $.a']],
    ['an extra key', {}, { a: 1 }, {}, ['extra $.a']],
    ['a key set to undefined by nobody', { toString: 1 }, {}, {}, ['missing $.toString']],
    ['a shorter array', [1, 2], [1], {}, ['length $']],
    ['an element less in the middle', [1, 2, 3], [1, 3], {}, ['length $']],
    ['array order', [1, 2], [2, 1], {}, ['order $']],
    ['another order and another value', [1, 2, 3], [2, 1, 4], {}, ['value $[*]']],
    [
      'order and a value, elements known by their key',
      [
        { sku: 'a', n: 1 },
        { sku: 'b', n: 2 },
      ],
      [
        { sku: 'b', n: 3 },
        { sku: 'a', n: 1 },
      ],
      {},
      ['value $[*].n', 'order $'],
    ],
    [
      'an element more, known by its key',
      [
        { id: 1, n: 1 },
        { id: 3, n: 3 },
      ],
      [
        { id: 1, n: 1 },
        { id: 2, n: 2 },
        { id: 3, n: 3 },
      ],
      {},
      ['extra $[*]'],
    ],
    [
      'keys that are data as one place',
      { 'SKU-1': { n: 1 }, 'SKU-2': { n: 2 } },
      { 'SKU-1': { n: 2 }, 'SKU-2': { n: 3 } },
      {},
      ['value $.*.n'],
    ],
    [
      'names with digits as names',
      { line1: 1, line2: 2 },
      { line1: 2, line2: 3 },
      {},
      ['value $.line1', 'value $.line2'],
    ],
    ['a key with a dot', { 'a.b': 1 }, { 'a.b': 2 }, {}, ['value $["a.b"]']],
    ['an ignored key with a dot', { 'a.b': 1 }, { 'a.b': 2 }, { ignore: ['$["a.b"]'] }, []],
    ['what lies very deep', nested(400, 1), nested(400, 2), {}, [`value $${'.a'.repeat(400)}`]],
    [
      'numbers within a tolerance of their own',
      { a: 1, b: 1 },
      { a: 1.1, b: 1.1 },
      { tolerance: { '$.a': 0.2 } },
      ['value $.b'],
    ],
    ['many elements that differ alike once', many(1, 300), many(2, 300), {}, ['value $[*].n']],
    [
      'a real place behind much noise',
      [many(1, 300), 1],
      [many(2, 300), 2],
      { ignore: ['[*][*].n'] },
      ['value $[*]'],
    ],
    ['array order, unordered', [1, 2, 2], [2, 1, 2], { unordered: true }, []],
    ['one other element, unordered', [1, 2], [2, 3], { unordered: true }, ['value $[*]']],
    [
      'order of one array',
      { a: [1, 2], b: [1, 2] },
      { a: [2, 1], b: [1, 2] },
      { unordered: ['$.a'] },
      [],
    ],
    [
      'elements in another order, matched by key',
      {
        items: [
          { id: 1, n: 'a' },
          { id: 2, n: 'b' },
        ],
      },
      {
        items: [
          { id: 2, n: 'c' },
          { id: 1, n: 'a' },
        ],
      },
      { unorderedBy: { '$.items': 'id' } },
      ['value $.items[*].n'],
    ],
    [
      'an element of another key',
      [{ id: 1 }, { id: 2 }],
      [{ id: 3 }, { id: 1 }],
      { unorderedBy: { $: 'id' } },
      ['missing $[*]', 'extra $[*]'],
    ],
    ['two of one type', { a: 'x' }, { a: 'y' }, { typeOnly: ['$.a'] }, []],
    ['two types', { a: 'x' }, { a: 1 }, { typeOnly: ['$.a'] }, ['type $.a']],
    [
      'types below a place',
      { a: { b: [1, 2], c: 1 } },
      { a: { b: [3, 4] } },
      { typeOnly: ['$.a'] },
      ['missing $.a.c'],
    ],
    ['two of one pattern', { a: 'k-1' }, { a: 'k-2' }, { patterns: { '$.a': '^k-\\d$' } }, []],
    [
      'one outside the pattern',
      { a: 'k-1' },
      { a: 'q-2' },
      { patterns: { '$.a': '^k-\\d$' } },
      ['value $.a'],
    ],
    ['numbers within tolerance', { a: 1 }, { a: 1.009 }, { tolerance: 0.01 }, []],
    ['numbers beyond it', { a: 1 }, { a: 1.02 }, { tolerance: 0.01 }, ['value $.a']],
    ['an ignored path', { a: { at: 1 } }, { a: { at: 2 } }, { ignore: ['$.a.at'] }, []],
    ['an ignored subtree', { a: { at: 1 } }, { a: {} }, { ignore: ['a'] }, []],
    ['an ignored name anywhere', [{ x: { at: 1 } }], [{ x: { at: 2 } }], { ignore: ['**.at'] }, []],
    [
      'an ignored element field',
      { a: [{ id: 1 }] },
      { a: [{ id: 2 }] },
      { ignore: ['a[*].id'] },
      [],
    ],
    ['a near miss of a rule', { at: 1 }, { at: 2 }, { ignore: ['$.a'] }, ['value $.at']],
  ])('sees %s', (_, monolith, service, rules, expected) => {
    const found = diffJson(monolith, service, readyRules(resolveCompare(rules)));
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
  });
});
