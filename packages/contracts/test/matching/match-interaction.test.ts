import { describe, expect, it } from 'vitest';
import { matchMessage, matchRequest, matchResponse } from '../../src/matching/match-interaction.ts';
import { readMessage, readRequest, readResponse } from '../../src/pact/interactions.ts';

const rules = (path: string, ...matchers: readonly object[]) => ({
  body: { [path]: { matchers } },
});

/** Compares two JSON bodies under rules of version 3 and says what was wrong. */
function differences(expected: unknown, actual: unknown, matchingRules: object): readonly string[] {
  const headers = { 'Content-Type': 'application/json' };
  return matchResponse(
    readResponse({ headers, body: expected, matchingRules }, 3),
    readResponse({ headers, body: actual }, 3),
  ).map(({ path, message }) => `${path}: ${message}`);
}

/** The same cases as in the V3 and V4 matching_rules of the Pact compatibility suite, and some more. */
describe('rules for a body', () => {
  it.each<[rule: object, expected: unknown, actual: unknown, message?: string]>([
    [{ match: 'include', value: 'a' }, 'a', 'cat'],
    [{ match: 'include', value: 'a' }, 'a', 'dog', 'text with "a"'],
    [{ match: 'type', min: 1, max: 2 }, [1], [2, 3]],
    [{ match: 'type', min: 1, max: 2 }, [1], [], 'at least 1 elements'],
    [{ match: 'type', min: 1, max: 2 }, [1], [1, 2, 3], 'at most 2 elements'],
    [{ match: 'type' }, 1, 1.5],
    [{ match: 'type' }, 1, null, 'a number'],
    [{ match: 'type' }, 1, '1', 'a number'],
    [{ match: 'number' }, 1, 100.01],
    [{ match: 'number' }, 1, '100', 'a number'],
    [{ match: 'integer' }, 1, 100],
    [{ match: 'integer' }, 1, 100.1, 'an integer'],
    [{ match: 'integer' }, 1, '100', 'an integer'],
    [{ match: 'decimal' }, 1.5, 100.1234],
    [{ match: 'decimal' }, 1.5, 100, 'a decimal number'],
    [{ match: 'decimal' }, 1.5, null, 'a decimal number'],
    [{ match: 'null' }, null, null],
    [{ match: 'null' }, null, '', 'null'],
    [{ match: 'boolean' }, true, false],
    [{ match: 'boolean' }, true, '', 'a boolean'],
    [{ match: 'date', format: 'yyyy-MM-dd' }, '2000-01-01', '2023-07-19'],
    [{ match: 'date', format: 'yyyy-MM-dd' }, '2000-01-01', '23/07/19', 'a date like yyyy-MM-dd'],
    [{ match: 'time', format: 'HH:mm' }, '10:00', '24:00', 'a time like HH:mm'],
    [{ match: 'datetime', format: "EEE, dd MMM yyyy'T'h:mm a" }, '', 'Tue, 01 Feb 2022T9:05 PM'],
    [
      { match: 'timestamp', timestamp: "yyyy-MM-dd'T'HH:mm:ss.SSSX" },
      '',
      '2022-02-01T10:00:00.123Z',
    ],
    [{ match: 'datetime' }, '', '2022-02-01T10:00:00+02:00'],
    [{ match: 'notEmpty' }, 'a', 'cat'],
    [{ match: 'notEmpty' }, 'a', '', 'something that is not empty'],
    [{ match: 'notEmpty' }, ['b'], [], 'something that is not empty'],
    [{ match: 'notEmpty' }, ['b'], 'b', 'an array'],
    [{ match: 'semver' }, '1.0.0', '2.0.0-rc.1'],
    [{ match: 'semver' }, '1.0.0', '1.0', 'a semantic version'],
    [{ match: 'regex', regex: '\\d+' }, '1', '123'],
    // As the native verifier (pact 18.1) does: the whole text, not a part of it.
    [{ match: 'regex', regex: '\\d+' }, '1', 'a1', 'text that matches \\d+'],
    [{ match: 'regex', regex: '(?i)ok' }, 'ok', 'OK'],
    [{ match: 'regex', regex: '\\d+' }, 1, 12],
    [{ match: 'equality' }, { a: 1 }, { a: 1 }],
  ])('%j: %j and %j', (rule, expected, actual, message) => {
    const found = differences({ v: expected }, { v: actual }, rules('$.v', rule));
    expect(found).toEqual(message === undefined ? [] : [`$.v: ${message}`]);
  });

  it('equality ends a cascade of types', () => {
    const matchingRules = {
      body: {
        '$.one': { matchers: [{ match: 'type' }] },
        '$.one.a.status': { matchers: [{ match: 'equality' }] },
      },
    };
    const expected = { one: { a: { ids: [1], status: 'OK' } } };
    const actual = { one: { a: { ids: [100, 7], status: 'Lovely' } } };
    expect(differences(expected, actual, matchingRules)).toEqual(['$.one.a.status: "OK"']);
  });

  it.each([
    ['AND', ['$.v: an integer']],
    ['OR', []],
  ])('several with %s', (combine, found) => {
    const matchers = [{ match: 'integer' }, { match: 'number' }];
    const matchingRules = { body: { '$.v': { combine, matchers } } };
    expect(differences({ v: 1 }, { v: 1.5 }, matchingRules)).toEqual(found);
  });

  it('values, keys and elements by rules of their own', () => {
    const words = [{ match: 'regex', regex: '[a-z]+' }];
    const key = rules('$', { match: 'eachKey', rules: words, value: 'one' });
    expect(differences({ one: 'x' }, { two: 'x', three: 'y' }, key)).toEqual([]);
    expect(differences({ one: 'x' }, { '1': 'x' }, key)).toEqual([
      "$['1']: as a key text that matches [a-z]+",
    ]);
    const value = rules('$', { match: 'eachValue', rules: words, value: 'one' });
    expect(differences({ one: 'x' }, { two: 'yes' }, value)).toEqual([]);
    expect(differences({ one: 'x' }, { two: '1' }, value)).toEqual([
      '$.two: text that matches [a-z]+',
    ]);
    const values = {
      body: { $: { matchers: [{ match: 'values' }] }, '$.*': { matchers: [{ match: 'type' }] } },
    };
    expect(differences({ one: '' }, { two: 'b', three: 'c' }, values)).toEqual([]);
    expect(differences({ one: '' }, { two: 100 }, values)).toEqual(['$.two: a string']);
  });

  it('every variant is somewhere in the array', () => {
    const variant = (index: number, name: string) => ({
      index,
      rules: { '$.name': { matchers: [{ match: 'regex', regex: name }] } },
    });
    const matchingRules = rules('$', {
      match: 'arrayContains',
      variants: [variant(0, 'add'), variant(1, 'drop')],
    });
    const expected = [{ name: 'add' }, { name: 'drop' }];
    expect(
      differences(expected, [{ name: 'x' }, { name: 'drop' }, { name: 'add' }], matchingRules),
    ).toEqual([]);
    expect(differences(expected, [{ name: 'add' }], matchingRules)).toEqual([
      '$: an element like {"name":"drop"}',
    ]);
  });

  it('names what a body has too much or too little', () => {
    const expected = { a: 1, list: [1, 2] };
    expect(differences(expected, { list: [1], more: 1 }, {})).toEqual([
      '$.a: to be there',
      '$.list: 2 elements, not 1',
    ]);
    const sent = matchRequest(
      readRequest({ method: 'POST', path: '/', body: {} }, 3),
      readRequest({ method: 'POST', path: '/', body: { 'odd name': 1 } }, 3),
    );
    expect(sent.map(({ path, message }) => [path, message])).toEqual([
      ["$['odd name']", 'nothing of that name'],
    ]);
  });
});

describe('outside of bodies', () => {
  it.each<[wanted: string, came: string, fits: boolean]>([
    ['application/json;charset=UTF-8', 'application/json; charset=utf-8', true],
    ['application/json', 'application/json;charset=UTF-8', true],
    ['application/json;charset=UTF-8', 'application/json', false],
    ['application/json;charset=UTF-16', 'application/json;charset=UTF-8', false],
  ])('Content-Type %s and %s', (wanted, came, fits) => {
    const found = matchResponse(
      readResponse({ headers: { 'Content-Type': wanted } }, 3),
      readResponse({ headers: { 'content-type': came } }, 3),
    );
    expect(found).toHaveLength(fits ? 0 : 1);
  });

  it.each<[status: unknown, actual: number, fits: boolean]>([
    ['success', 299, true],
    ['success', 400, false],
    ['error', 503, true],
    [[200, 204], 204, true],
    [[200, 204], 201, false],
  ])('a status of %j and %i', (status, actual, fits) => {
    const matchingRules = { status: { matchers: [{ match: 'statusCode', status }] } };
    const found = matchResponse(
      readResponse({ status: 200, matchingRules }, 4),
      readResponse({ status: actual }, 4),
    );
    expect(found).toHaveLength(fits ? 0 : 1);
  });

  it('texts of a query may be numbers', () => {
    const matchingRules = { query: { n: { matchers: [{ match: 'integer' }] } } };
    const expected = readRequest(
      { method: 'GET', path: '/', query: { n: ['1'] }, matchingRules },
      3,
    );
    const asked = (n: string) => readRequest({ method: 'GET', path: '/', query: { n: [n] } }, 3);
    expect(matchRequest(expected, asked('12'))).toEqual([]);
    expect(matchRequest(expected, asked('x'))).toMatchObject([
      { part: 'query', path: 'n', message: 'an integer', actual: ['x'] },
    ]);
  });

  it('metadata of a message', () => {
    const expected = readMessage(
      {
        contents: { id: 1 },
        metadata: { topic: 'orders', origin: 'AAA-1' },
        matchingRules: {
          metadata: { origin: { matchers: [{ match: 'regex', regex: '\\w{3}-\\d+' }] } },
        },
      },
      [],
    );
    const sent = (metadata: object) => readMessage({ contents: { id: 1 }, metadata }, []);
    expect(matchMessage(expected, sent({ topic: 'orders', origin: 'BBB-22', more: 1 }))).toEqual(
      [],
    );
    expect(
      matchMessage(expected, sent({ topic: 'x', origin: 'B' })).map(({ part, path }) => [
        part,
        path,
      ]),
    ).toEqual([
      ['metadata', 'topic'],
      ['metadata', 'origin'],
    ]);
  });
});
