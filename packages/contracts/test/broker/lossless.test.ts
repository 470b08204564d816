import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, parseJson, toPlain, writeJson } from '../../src/broker/json/lossless.ts';

describe('lossless JSON', () => {
  it.each(['1.0', '-0.0', '1e3', '1.5E-10', '12345678901234567890', '0.10', '-1'])(
    'keeps the number %s as it is written',
    (text) => expect(writeJson(parseJson(`{"n":[${text}]}`))).toBe(`{"n":[${text}]}`),
  );

  it('keeps the order of keys, even of those that look like numbers', () => {
    expect(writeJson(parseJson('{"b":1,"10":2,"9":3}'))).toBe('{"b":1,"10":2,"9":3}');
  });

  it('reads whatever JSON.parse reads, to the same values', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(JSON.stringify(toPlain(parseJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it.each([
    '',
    '{',
    '[1,]',
    '{"a" 1}',
    '01',
    '1.',
    '.5',
    '+1',
    'tru',
    '"\\x"',
    '"a\nb"',
    '{} {}',
    "{'a':1}",
    'NaN',
  ])('refuses %j, as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(() => parseJson(text)).toThrow(JsonSyntaxError);
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow(JsonSyntaxError);
  });
});
