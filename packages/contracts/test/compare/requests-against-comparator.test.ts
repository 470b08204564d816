import * as comparator from '@pactflow/openapi-pact-comparator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

/** A schema of a parameter, and texts that fit it and that do not. */
const KINDS = [
  { schema: { type: 'string' }, texts: ['x', 'long text', '7'] },
  { schema: { type: 'integer' }, texts: ['1', '-3', 'x', '1.5'] },
  { schema: { type: 'boolean' }, texts: ['true', 'false', 'yes'] },
  { schema: { type: 'string', enum: ['a', 'b'] }, texts: ['a', 'b', 'c'] },
  { schema: { type: 'number', minimum: 2 }, texts: ['2', '2.5', '1'] },
  { schema: { type: 'string', maxLength: 2 }, texts: ['ab', 'abc'] },
] as const;

const kind = fc.constantFrom(...KINDS);
const parameter = (place: 'query' | 'header') =>
  fc
    .record({ name: fc.constantFrom('p', 'q', 'r'), kind, required: fc.boolean() })
    .map(({ name, kind: { schema, texts }, required }) => ({
      texts,
      declared: { name: place === 'header' ? `X-${name}` : name, in: place, required, schema },
    }));
const parameters = (place: 'query' | 'header') =>
  fc.uniqueArray(parameter(place), { selector: ({ declared }) => declared.name, maxLength: 3 });

const security = fc.constantFrom<object[] | undefined>(
  undefined,
  [],
  [{ key: [] }],
  [{ basic: [] }, { key: [] }],
  [{ bearer: [] }],
);
const credentials = fc.constantFrom<Record<string, string>>(
  {},
  { 'X-Key': 'k' },
  { Authorization: 'Basic eDp5' },
  { Authorization: 'Bearer x' },
);

const operation = fc
  .record({ query: parameters('query'), header: parameters('header'), security })
  .chain((declared) => {
    const texts = [...declared.query, ...declared.header].map((one) =>
      fc.option(fc.constantFrom<string>(...one.texts), { nil: undefined }),
    );
    return fc.record({
      declared: fc.constant(declared),
      requests: fc.array(
        fc.record({
          texts: fc.tuple(...texts),
          credentials,
          undeclared: fc.boolean(),
          status: fc.constantFrom(200, 200, 201),
        }),
        { minLength: 3, maxLength: 6 },
      ),
    });
  });

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function documentOf({ declared: { query, header, security: needs } }: Operation) {
  return {
    openapi: '3.0.3',
    info: { title: 'things', version: '1' },
    paths: {
      '/things': {
        get: {
          parameters: [...query, ...header].map(({ declared }) => declared),
          ...(needs && { security: needs }),
          responses: { 200: { description: 'ok' } },
        },
      },
    },
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function pactOf({ declared: { query, header }, requests }: Operation) {
  return {
    consumer: { name: 'shop' },
    provider: { name: 'things' },
    interactions: requests.map((request, index) => {
      const pick = (from: number, of: Operation['declared']['query']) =>
        of.flatMap(({ declared }, at): [string, string][] => {
          const text = request.texts[from + at];
          return text === undefined ? [] : [[declared.name, text]];
        });
      const pairs = pick(0, query);
      if (request.undeclared) pairs.push(['z', '1']);
      return {
        description: `request ${index}`,
        request: {
          method: 'GET',
          path: '/things',
          query: Object.fromEntries(pairs.map(([name, text]) => [name, [text]])),
          headers: { ...Object.fromEntries(pick(query.length, header)), ...request.credentials },
        },
        response: { status: request.status },
      };
    }),
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
}

/** Its types name what it does not export. */
const { Comparator } = comparator as unknown as {
  readonly Comparator: new (documents: {
    readonly oas: unknown;
  }) => {
    compare(pact: unknown): AsyncIterable<{
      readonly code: string;
      readonly mockDetails?: { readonly location: string };
    }>;
  };
};

async function theirs(one: Operation): Promise<readonly string[]> {
  const codes = new Set<string>();
  for await (const { code, mockDetails } of new Comparator({ oas: documentOf(one) }).compare(
    structuredClone(pactOf(one)),
  )) {
    codes.add(`${code}@${/interactions\[(\d+)\]/.exec(mockDetails?.location ?? '')?.[1]}`);
  }
  return [...codes].sort();
}

function ours(one: Operation): readonly string[] {
  const { findings } = comparePacts(
    [{ source: 'pact.json', value: pactOf(one) }],
    parseApiDocument(documentOf(one)),
  );
  return [
    ...new Set(findings.map(({ code, pact }) => `${code}@${pact.pointer.split('/')[2]}`)),
  ].sort();
}

describe('requests', () => {
  it('are judged as openapi-pact-comparator judges them', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(operation, async (one) => {
        expect(ours(one)).toEqual(await theirs(one));
      }),
      { numRuns: 60, seed: 20261127 },
    );
  });
});
