import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseJson, prettyJson } from '../../src/pact/lossless-json.ts';
import { mergePacts, mergePair } from '../../src/pact/merge.ts';
import { type Pact, parsePact } from '../../src/pact/pact-file.ts';

function pact(interactions: readonly object[], consumer = 'shop', provider = 'inventory'): Pact {
  const document = { consumer: { name: consumer }, provider: { name: provider }, interactions };
  return parsePact(JSON.stringify(document), `${consumer}.json`);
}

function asking(description: string, body: unknown = 1, state?: string): object {
  const states = state === undefined ? [] : [{ name: state }];
  return { description, providerStates: states, request: { path: '/' }, response: { body } };
}

function descriptions(of: Pact | undefined): readonly unknown[] {
  const { interactions } = JSON.parse(of?.text ?? '{}') as {
    interactions: { description: string }[];
  };
  return interactions.map(({ description }) => description);
}

describe('merging pacts', () => {
  it('makes one pact per consumer and provider, sorted, without duplicates', () => {
    const merged = mergePacts([
      pact([asking('b'), asking('a')]),
      pact([asking('c')], 'shop', 'payments'),
      pact([asking('a'), asking('a', 2, 'another state')]),
    ]);
    expect(merged.map(({ provider }) => provider)).toEqual(['inventory', 'payments']);
    expect(descriptions(merged[0])).toEqual(['a', 'a', 'b']);
  });

  it('leaves a pact of a single file as it is, byte for byte', () => {
    const text = '{ "provider":{"name":"P"},"consumer":{"name":"C"}, "interactions":[{"n":1.0}] }';
    expect(mergePacts([parsePact(text, 'x.json')])[0]?.text).toBe(text);
  });

  it('refuses the same description and state with different content, and names both files', () => {
    const two = [
      pact([asking('a', 1, 'full')]),
      { ...pact([asking('a', 2, 'full')]), source: 'two.json' },
    ];
    expect(() => mergePacts(two)).toThrow(
      'Two different expectations of shop towards inventory are both called "a" in the state "full" (shop.json and two.json).',
    );
  });

  const ofVersion = (version: string, source: string): Pact => {
    const text = JSON.stringify({
      consumer: { name: 'shop' },
      provider: { name: 'inventory' },
      interactions: [asking(source)],
      metadata: { pactSpecification: { version } },
    });
    return parsePact(text, source);
  };

  it.each([
    ['2.0.0', '4.0', true],
    ['3.0.0', '4.0', true],
    ['2.0.0', '3.0.0', true],
    ['1.0.0', '2.0.0', false],
    ['4.0', '4.0', false],
  ])('takes versions %s and %s for one pact, or refuses: %s', (one, other, refused) => {
    const merge = (): unknown =>
      mergePacts([ofVersion(one, 'one.json'), ofVersion(other, 'two.json')]);
    if (refused) {
      expect(merge).toThrow(
        'The pacts of shop with inventory are of different versions of the specification (one.json and two.json)',
      );
    } else expect(merge).not.toThrow();
  });

  it.each([
    ['the order of keys', { b: 1, a: [1, { y: 2, x: 3 }] }, { a: [1, { x: 3, y: 2 }], b: 1 }, true],
    ['what only tools add', { _id: 'x', key: 'k', pending: true }, {}, true],
    ['the order of lists', { list: [1, 2] }, { list: [2, 1] }, false],
    ['the text of a number', { n: 1 }, { n: 2 }, false],
  ])('compares content: %s', (_what, one, other, same) => {
    const merge = (): unknown =>
      mergePacts([pact([{ ...asking('a'), ...one }]), pact([{ ...asking('a'), ...other }])]);
    if (same) expect(merge).not.toThrow();
    else expect(merge).toThrow(/Two different expectations/);
  });

  it('tells interactions apart by the parameters of their states', () => {
    const state = (params?: object): object => ({
      ...asking('a', params),
      providerStates: [{ name: 'item exists', ...(params === undefined ? {} : { params }) }],
    });
    const merged = mergePacts([pact([state({ id: 1 })]), pact([state({ id: 2 })])]);
    expect(descriptions(merged[0])).toEqual(['a', 'a']);
    expect(() => mergePacts([pact([state({})]), pact([{ ...state(), response: {} }])])).toThrow();
  });

  it('gives the same bytes for any order and any split of the same interactions', () => {
    const all = Array.from({ length: 12 }, (_, number) => asking(`asks ${number}`, { number }));
    const expected = mergePair([pact(all)]).text;
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 12 }),
        fc.integer({ min: 1, max: 11 }),
        (shuffled, cut) => {
          const merged = mergePair([
            pact(shuffled.slice(0, cut)),
            pact(shuffled.slice(cut)),
            pact(shuffled),
          ]);
          expect(merged.text).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('numbers', () => {
  it.each(['1.0', '1', '-0.0', '1e3', '12345678901234567890', '0.1', '1.10'])(
    'keep their text: %s',
    (number) => {
      expect(canonicalJson(parseJson(`{"b":[${number}],"a":${number}}`))).toBe(
        `{"a":${number},"b":[${number}]}`,
      );
      expect(prettyJson(parseJson(number))).toBe(`${number}\n`);
    },
  );
});

describe('a file that is no pact', () => {
  it.each([
    ['nothing', ''],
    ['broken JSON', '{"consumer":'],
    ['a list', '[]'],
    ['no consumer', '{"provider":{"name":"P"}}'],
    ['a nameless provider', '{"consumer":{"name":"C"},"provider":{"name":" "}}'],
  ])('is refused: %s', (_what, text) => {
    expect(() => parsePact(text, 'some/file.json')).toThrow(/^some\/file\.json is not a pact: /);
  });
});
