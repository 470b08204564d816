import { describe, expect, it } from 'vitest';
import { checkSchemaEvolution } from '../../src/evolution/check-evolution.ts';
import { EVOLUTION_MODES } from '../../src/evolution/model.ts';
import { renderEvolutionText } from '../../src/evolution/render-text.ts';

const object = (properties: object, required: readonly string[] = [], more: object = {}) => ({
  type: 'object',
  properties,
  required,
  ...more,
});
const text = { type: 'string' };
const integer = { type: 'integer' };

/** Which of backward and forward a change from the first to the second schema keeps. */
function kept(old: unknown, now: unknown): string {
  const keeps = (mode: 'backward' | 'forward') => checkSchemaEvolution([old, now], mode).compatible;
  return [keeps('backward') && 'backward', keeps('forward') && 'forward'].filter(Boolean).join(' ');
}

/** The rules that schema registries have, for JSON Schema and tolerant readers. */
describe('a change of an event', () => {
  it.each<[name: string, old: unknown, now: unknown, kept: string]>([
    ['nothing', object({ a: text }), object({ a: text }), 'backward forward'],
    [
      'an optional member added',
      object({ a: text }),
      object({ a: text, b: text }),
      'backward forward',
    ],
    [
      'an optional member removed',
      object({ a: text, b: text }),
      object({ a: text }),
      'backward forward',
    ],
    [
      'a required member added',
      object({ a: text }),
      object({ a: text, b: text }, ['b']),
      'forward',
    ],
    [
      'a required member removed',
      object({ a: text, b: text }, ['b']),
      object({ a: text }),
      'backward',
    ],
    [
      'a required member with a default added',
      object({}),
      object({ b: { type: 'string', default: '' } }, ['b']),
      'backward forward',
    ],
    ['a member became required', object({ a: text }), object({ a: text }, ['a']), 'forward'],
    ['a member became optional', object({ a: text }, ['a']), object({ a: text }), 'backward'],
    [
      'a member added to a closed object',
      object({ a: text }, [], { additionalProperties: false }),
      object({ a: text, b: text }, [], { additionalProperties: false }),
      'backward',
    ],
    ['a type became wider', object({ a: integer }), object({ a: { type: 'number' } }), 'backward'],
    ['a type became another', object({ a: integer }), object({ a: text }), ''],
    [
      'null became possible',
      object({ a: text }),
      object({ a: { type: ['string', 'null'] } }),
      'backward',
    ],
    [
      'an enum got a value',
      object({ a: { enum: ['x'] } }),
      object({ a: { enum: ['x', 'y'] } }),
      'backward',
    ],
    ['an enum became free', object({ a: { enum: ['x'] } }), object({ a: text }), 'backward'],
    [
      'a limit was loosened',
      { type: 'string', maxLength: 5 },
      { type: 'string', maxLength: 9 },
      'backward',
    ],
    ['a limit was added', { type: 'integer' }, { type: 'integer', minimum: 1 }, 'forward'],
    ['a pattern was added', text, { type: 'string', pattern: '^[a-z]+$' }, 'forward'],
    [
      'a pattern was changed',
      { type: 'string', pattern: '^[a-z]+$' },
      { type: 'string', pattern: '^[a-z0-9]+$' },
      'backward',
    ],
    ['a format was added', text, { type: 'string', format: 'date-time' }, 'forward'],
    [
      'elements became wider',
      { type: 'array', items: integer },
      { type: 'array', items: { type: 'number' } },
      'backward',
    ],
    [
      'values of a map became wider',
      { type: 'object', additionalProperties: integer },
      { type: 'object', additionalProperties: { type: 'number' } },
      'backward',
    ],
    ['an alternative was added', { oneOf: [text] }, { oneOf: [text, integer] }, 'backward'],
    ['one schema became one of several', text, { anyOf: [text, integer] }, 'backward'],
    [
      'members moved to allOf',
      object({ a: text, b: integer }, ['a', 'b']),
      { allOf: [object({ a: text }, ['a']), object({ b: integer }, ['b'])] },
      'backward forward',
    ],
    [
      'a change behind a reference',
      { ...object({ a: { $ref: '#/$defs/A' } }), $defs: { A: integer } },
      { ...object({ a: { $ref: '#/$defs/A' } }), $defs: { A: text } },
      '',
    ],
    [
      'a tree',
      { $ref: '#/$defs/T', $defs: { T: object({ v: integer, t: { $ref: '#/$defs/T' } }) } },
      {
        $ref: '#/$defs/T',
        $defs: { T: object({ v: { type: 'number' }, t: { $ref: '#/$defs/T' } }) },
      },
      'backward',
    ],
    ['everything became nothing', true, false, 'forward'],
  ])('%s', (_name, old, now, expected) => {
    expect(kept(old, now)).toBe(expected);
  });
});

describe('modes', () => {
  // The second version dropped what the third asks for again.
  const versions = [object({ a: integer }), object({}), object({ a: text })];

  it.each([
    ['backward', true],
    ['backward-transitive', false],
    ['forward', true],
    ['forward-transitive', false],
    ['full', true],
    ['full-transitive', false],
  ] as const)('%s', (mode, compatible) => {
    expect(checkSchemaEvolution(versions, mode).compatible).toBe(compatible);
    expect(EVOLUTION_MODES).toContain(mode);
  });

  it('say which version does not read which', () => {
    const evolution = checkSchemaEvolution(versions, 'backward-transitive');
    expect(renderEvolutionText(evolution)).toBe(`✗ a may be integer, and string is read [backward]
    version 3 does not read what version 1 wrote
    written as  version 1#/properties/a
    read as     version 3#/properties/a
No: version 3 is not backward-transitive compatible.
`);
  });

  it('compare the messages of AsyncAPI documents by their names', () => {
    const document = (schema: unknown) => ({
      asyncapi: '3.0.0',
      channels: {
        orders: { messages: { OrderCreated: { payload: schema }, Other: { payload: true } } },
      },
    });
    const { breaks } = checkSchemaEvolution(
      [document(object({ a: text })), document(object({ a: integer }))],
      'full',
    );
    expect(breaks.map(({ direction, event, member }) => [direction, event, member])).toEqual([
      ['backward', 'OrderCreated', ['a']],
      ['forward', 'OrderCreated', ['a']],
    ]);
  });

  it('need two versions', () => {
    expect(() => checkSchemaEvolution([true], 'full')).toThrow(/not two versions/);
  });
});
