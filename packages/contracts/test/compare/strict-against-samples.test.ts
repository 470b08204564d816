import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { matchResponse } from '../../src/matching/match-interaction.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';
import { readResponse } from '../../src/pact/interactions.ts';
import { value } from '../openapi/random-schemas.ts';

const names = fc.constantFrom('a', 'b', 'c');
const leaf = fc.constantFrom<object>(
  { type: 'integer' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'string' },
  { type: ['string', 'null'] },
  { type: ['integer', 'string'] },
  { type: 'string', enum: ['x', 'xy'] },
  { enum: ['x', 1] },
  { type: 'string', pattern: '^x' },
  { const: 2 },
);

/** Schemas of one meaning: of several alternatives a provider state picks one, so they are left out. */
const schema = fc.letrec<{ any: object }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record(
      { type: fc.constant('array'), items: tie('any'), minItems: fc.integer({ min: 0, max: 2 }) },
      { requiredKeys: ['type', 'items'] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(names, tie('any'), { minKeys: 1, maxKeys: 3 }),
        required: fc.uniqueArray(names, { maxLength: 3 }),
        additionalProperties: tie('any'),
      },
      { requiredKeys: ['type', 'properties'] },
    ),
  ),
})).any;

const rule = fc.constantFrom<object>(
  { match: 'type' },
  { match: 'type', max: 2 },
  { match: 'integer' },
  { match: 'number' },
  { match: 'decimal' },
  { match: 'boolean' },
  { match: 'null' },
  { match: 'regex', regex: 'x.*' },
  { match: 'include', value: 'x' },
  { match: 'notEmpty' },
);

/** A value of the schema, from numbers that decide what is chosen. */
function sampleOf(schema: unknown, choose: (of: number) => number): unknown {
  const one = schema as Record<string, unknown>;
  if (one.const !== undefined) return one.const;
  if (Array.isArray(one.enum)) return one.enum[choose(one.enum.length)];
  const types = [one.type].flat();
  switch (types[choose(types.length)]) {
    case 'integer':
      return choose(5) - 2;
    case 'number':
      return [1, 2.5, -3][choose(3)];
    case 'boolean':
      return choose(2) === 1;
    case 'string':
      return one.pattern === undefined
        ? ['', 'x', 'yx', 'other'][choose(4)]
        : ['x', 'xyz'][choose(2)];
    case 'array': {
      const length = Number(one.minItems ?? 0) + choose(3);
      return Array.from({ length }, () => sampleOf(one.items, choose));
    }
    case 'object': {
      const properties = Object.entries((one.properties ?? {}) as object);
      const required = (one.required ?? []) as string[];
      const kept = properties.filter(([name]) => required.includes(name) || choose(2) === 1);
      const others = required.filter((name) => !properties.some(([known]) => known === name));
      return Object.fromEntries([
        ...kept.map(([name, inner]) => [name, sampleOf(inner, choose)]),
        ...others.map((name) => [name, sampleOf(one.additionalProperties ?? { const: 1 }, choose)]),
      ]);
    }
    default:
      return null;
  }
}

/** Rules for some of the places of an example; a rule by type at the top covers the others. */
function rulesFor(example: unknown, pick: () => object | undefined): object {
  const body: Record<string, object> = { $: { combine: 'AND', matchers: [{ match: 'type' }] } };
  const walk = (at: string, one: unknown): void => {
    // A rule that does not go down leaves what is below to equality, which is for a provider state.
    const goesDown = typeof one === 'object' && one !== null;
    const chosen = at === '$' || goesDown ? undefined : pick();
    if (chosen !== undefined) body[at] = { combine: 'AND', matchers: [chosen] };
    if (Array.isArray(one)) for (const element of one.slice(0, 1)) walk(`${at}[*]`, element);
    else if (typeof one === 'object' && one !== null)
      for (const [name, member] of Object.entries(one)) walk(`${at}.${name}`, member);
  };
  walk('$', example);
  return { body };
}

function strictErrors(one: unknown, response: object): readonly string[] {
  const pact = {
    consumer: { name: 'shop' },
    provider: { name: 'things' },
    interactions: [{ description: 'it', request: { method: 'GET', path: '/' }, response }],
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
  const content = { 'application/json': { schema: one } };
  const document = parseApiDocument({
    openapi: '3.1.0',
    paths: { '/': { get: { responses: { 200: { description: '', content } } } } },
  });
  const { findings } = comparePacts([{ source: 'pact.json', value: pact }], document, {
    strict: true,
  });
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

const runs = Number(process.env.ASHLAR_RUNS ?? 300);
const seed = Number(process.env.ASHLAR_SEED ?? 20261127);

describe('a strict yes', () => {
  it('means that every answer of the document passes the rules of the consumer', () => {
    const ajv = new Ajv2020({ strict: false, allowUnionTypes: true });
    let held = 0;
    fc.assert(
      fc.property(
        schema,
        fc.infiniteStream(fc.nat({ max: 1000 })),
        fc.infiniteStream(fc.option(rule, { freq: 2 })),
        fc.array(value, { maxLength: 4 }),
        (one, numbers, rules, others) => {
          const choose = (of: number) => Number(numbers.next().value) % of;
          const validate = ajv.compile(one);
          const example = sampleOf(one, choose);
          const matchingRules = rulesFor(example, () => rules.next().value ?? undefined);
          const response = {
            status: 200,
            headers: { 'Content-Type': 'application/json' },
            body: example,
            matchingRules,
          };
          const expected = readResponse(response, 3);
          // A pact may contradict itself, and an empty text stands for no body at all.
          const isSound = example !== '' && matchResponse(expected, expected).length === 0;
          if (!isSound || !validate(example) || strictErrors(one, response).length > 0) return;
          const answers = [...Array.from({ length: 12 }, () => sampleOf(one, choose)), ...others];
          for (const answer of answers) {
            if (!validate(answer)) continue;
            held += 1;
            const actual = readResponse({ ...response, body: answer }, 3);
            const mismatches = matchResponse(expected, actual);
            expect({ example, matchingRules, answer, mismatches }).toEqual({
              example,
              matchingRules,
              answer,
              mismatches: [],
            });
          }
        },
      ),
      { numRuns: runs, seed },
    );
    expect(held).toBeGreaterThan(runs);
  });
});
