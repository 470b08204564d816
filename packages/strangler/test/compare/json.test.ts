import { describe, expect, it } from 'vitest';
import { diffJson } from '../../src/compare/json.ts';
import { DifferenceLedger } from '../../src/compare/ledger.ts';
import { redacted, redactedTarget } from '../../src/compare/redact.ts';
import { readyRules } from '../../src/compare/rules.ts';
import { wilson } from '../../src/compare/wilson.ts';

const plain = {
  ignore: [],
  unordered: false,
  unorderedBy: {},
  typeOnly: [],
  patterns: {},
  tolerance: 0,
  headers: [],
};

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
    ['array order', [1, 2], [2, 1], {}, ['value $[*]', 'value $[*]']],
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
    const found = diffJson(monolith, service, readyRules({ ...plain, ...rules }));
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
  });
});

describe('DifferenceLedger', () => {
  const difference = (path: string) => ({ path, kind: 'value', monolith: 1, service: 2 }) as const;

  it('groups by place and kind, however many elements and requests', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 50; i++) {
      ledger.compared(`GET /${i}`, [difference('$.a[*]'), difference('$.a[*]')]);
    }
    const [cause, ...others] = ledger.report('r').causes;
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ path: '$.a[*]', kind: 'value', count: 50, share: 1 });
    expect(cause?.examples).toHaveLength(3);
  });

  it('leaves out what the monolith varies in by itself, and says so', () => {
    const ledger = new DifferenceLedger();
    ledger.learnNoise([difference('$.now')]);
    expect(ledger.compared('GET /', [difference('$.now')])).toBe(false);
    expect(ledger.compared('GET /', [difference('$.now'), difference('$.price')])).toBe(true);
    const report = ledger.report('r');
    expect(report.causes.map(({ path }) => path)).toEqual(['$.price']);
    expect(report.noise).toEqual([{ path: '$.now', kind: 'value', varied: 1, asked: 1 }]);
  });

  it('takes a place that varied once in a hundred for a real one', () => {
    const ledger = new DifferenceLedger();
    ledger.learnNoise([difference('$.stock')]);
    for (let i = 0; i < 99; i++) ledger.learnNoise([]);
    expect(ledger.compared('GET /', [difference('$.stock')])).toBe(true);
  });
});

describe('wilson', () => {
  it.each([
    [0, 0, 0, 1],
    [10, 10, 0.7225, 1],
    [100, 100, 0.963, 1],
    [5, 10, 0.2366, 0.7634],
  ])('bounds %i of %i', (successes, trials, lower, upper) => {
    expect(wilson(successes, trials).lower).toBeCloseTo(lower, 3);
    expect(wilson(successes, trials).upper).toBeCloseTo(upper, 3);
  });
});

describe('redacted', () => {
  it.each([
    ['$.user.password', 'x', '"[redacted]"'],
    ['$.user.name', 'Ann', '"Ann"'],
    ['$.contact', 'ann@example.org', '"[redacted]"'],
    ['$.user', { email: 'a', id: 1 }, '{"email":"[redacted]","id":1}'],
    ['$.card', '4111 1111 1111 1111', '"[redacted]"'],
    ['$.x', undefined, '(absent)'],
  ])('shows %s as fit for a developer', (path, value, expected) => {
    expect(redacted(path, value)).toBe(expected);
  });

  it('keeps query names and drops their values', () => {
    expect(redactedTarget('GET', '/a?token=s3cret&x=1')).toBe('GET /a?token&x');
  });
});
