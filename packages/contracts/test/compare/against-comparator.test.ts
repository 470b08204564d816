import * as comparator from '@pactflow/openapi-pact-comparator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

const names = fc.constantFrom('a', 'b', 'c');

/** Values that openapi-pact-comparator looks at: it skips bodies that are null, false, 0 or "". */
const leaf = fc.constantFrom<unknown>(true, 1, 2.5, 'x', 'long text');
const body = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('any'), { maxLength: 2 }),
    fc.dictionary(names, tie('any'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).any;

/** Schemas without composition: there the two mean different things, and on purpose. */
const schema: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      { type: 'string' },
      { type: 'string', maxLength: 3 },
      { type: 'integer' },
      { type: 'number', maximum: 2 },
      { type: 'boolean' },
      { type: 'string', enum: ['x', 'y'] },
    ),
    fc.record({ type: fc.constant('array'), items: tie('any') }),
    fc
      .record({
        properties: fc.dictionary(names, tie('any'), {
          minKeys: 1,
          maxKeys: 3,
          noNullPrototype: true,
        }),
        required: fc.uniqueArray(names, { maxLength: 2 }),
      })
      .map((record) => ({ type: 'object', ...record })),
  ),
})).any;

function documentOf(one: unknown) {
  return {
    openapi: '3.0.3',
    info: { title: 'things', version: '1' },
    paths: {
      '/things': {
        post: {
          requestBody: { content: { 'application/json': { schema: one } } },
          responses: { 200: { description: '', content: { 'application/json': { schema: one } } } },
        },
      },
    },
  };
}

function pactOf(bodies: readonly unknown[]) {
  return {
    consumer: { name: 'shop' },
    provider: { name: 'things' },
    interactions: bodies.map((one, index) => ({
      description: `thing ${index}`,
      request: {
        method: 'POST',
        path: '/things',
        headers: { 'Content-Type': 'application/json' },
        body: one,
      },
      response: { status: 200, body: one },
    })),
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
}

interface TheirResult {
  readonly code: string;
  readonly mockDetails?: { readonly location: string };
}

/** Its types name what it does not export. */
const { Comparator } = comparator as unknown as {
  readonly Comparator: new (documents: {
    readonly oas: unknown;
  }) => {
    compare(pact: unknown): AsyncIterable<TheirResult>;
  };
};

async function theirCodes(one: unknown, pact: unknown): Promise<readonly string[]> {
  const codes = new Set<string>();
  const compared = new Comparator({ oas: documentOf(one) }).compare(structuredClone(pact));
  for await (const { code, mockDetails } of compared) {
    const index = /interactions\[(\d+)\]/.exec(mockDetails?.location ?? '')?.[1];
    codes.add(`${code}@${index}`);
  }
  return [...codes].sort();
}

function ourCodes(one: unknown, pact: unknown): readonly string[] {
  const document = parseApiDocument(documentOf(one));
  const { findings } = comparePacts([{ source: 'pact.json', value: pact }], document);
  const shared = findings.filter(({ code }) => !/may-be|wider/.test(code));
  return [
    ...new Set(shared.map(({ code, pact: at }) => `${code}@${at.pointer.split('/')[2]}`)),
  ].sort();
}

describe('bodies without composition', () => {
  it('are judged as openapi-pact-comparator judges them', { timeout: 30_000 }, async () => {
    const bodies = fc.array(body, { minLength: 4, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(schema, bodies, async (one, all) => {
        const pact = pactOf(all);
        expect(ourCodes(one, pact)).toEqual(await theirCodes(one, pact));
      }),
      { numRuns: 25, seed: 20261122 },
    );
  });
});
