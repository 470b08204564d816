import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { diffDocuments } from '../../src/diff/diff-documents.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

const schema = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer' },
    kind: { enum: ['a', 'b'] },
    next: { $ref: '#/components/schemas/Thing' },
  },
  discriminator: { propertyName: 'kind', mapping: { a: '#/components/schemas/Thing' } },
  oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }],
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  allOf: [{ if: { required: ['id'] }, then: { minProperties: 1 } }],
};

const document = {
  openapi: '3.1.0',
  servers: [{ url: '/v1' }],
  security: [{ key: [] }],
  paths: {
    '/things/{id}': {
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          schema: { type: 'array', items: { type: 'integer' } },
        },
      ],
      post: {
        parameters: [{ name: 'q', in: 'query', style: 'deepObject', schema }],
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: {
          200: {
            headers: { 'X-A': { schema: { type: 'integer' } } },
            content: { 'application/json': { schema } },
          },
        },
      },
    },
  },
  components: {
    schemas: { Thing: schema },
    securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' } },
  },
};

const pact = {
  consumer: { name: 'shop' },
  provider: { name: 'things' },
  interactions: [
    {
      description: 'a thing',
      request: {
        method: 'POST',
        path: '/things/1',
        query: { 'q[id]': ['1'] },
        headers: { 'Content-Type': 'application/json' },
        body: { id: 1, kind: 'a' },
        matchingRules: { body: { '$.id': { matchers: [{ match: 'type' }] } } },
      },
      response: { status: 200, headers: { 'X-A': '1' }, body: { id: 1, next: { id: 2 } } },
    },
  ],
  metadata: { pactSpecification: { version: '3.0.0' } },
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Puts something else in one place, found by turns through the members. */
function damaged(value: unknown, turns: readonly number[], other: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys[turn % Math.max(keys.length, 1)];
  if (key === undefined) return other;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...value };
  Object.assign(copy, {
    [key]: damaged(Object.getOwnPropertyDescriptor(value, key)?.value, rest, other),
  });
  return copy;
}

const turns = fc.array(fc.nat(7), { minLength: 2, maxLength: 10 });
const other = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    '',
    'x',
    [],
    {},
    [null],
    { $ref: '#/nowhere' },
    { $ref: '#' },
    { $ref: '%' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

describe('broken input', () => {
  it('is compared as far as it goes, and never a crash', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(turns, other, turns, other, (at, one, pactAt, two) => {
        const broken = parseApiDocument({
          ...(damaged(document, at, one) as object),
          openapi: '3.1.0',
        });
        const pacts = [{ source: 'pact.json', value: damaged(pact, pactAt, two) }];
        const { stats } = comparePacts(pacts, broken);
        expect(stats.pacts).toBe(1);
        diffDocuments(parseApiDocument(document), broken, { pacts });
      }),
      { numRuns: 150, seed: 20261122 },
    );
  });
});
