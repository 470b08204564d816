import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftFromTraffic } from '../../src/draft/draft-traffic.ts';
import { renderDraftDocument, renderDraftMarkdown } from '../../src/draft/report.ts';
import { type JsonValue, prettyJson } from '../../src/pact/lossless-json.ts';
import { parsePact } from '../../src/pact/pact-file.ts';
import type { Exchange } from '../../src/recording/model.ts';
import { mismatch } from './accepts.ts';
import { exchange } from './traffic.ts';

const parties = { consumer: 'web', provider: 'shop' };

/** Interactions as a reader of the file has them. */
function drafted(traffic: readonly Exchange[]) {
  const draft = draftFromTraffic(traffic, parties);
  return { draft, interactions: draft.operations.flatMap(({ interactions }) => interactions) };
}

function descriptions(traffic: readonly Exchange[]): readonly string[] {
  return drafted(traffic).interactions.map(({ description }) => description);
}

/** Matchers of the response body of the first interaction, by path. */
function matchers(...bodies: readonly JsonValue[]): Record<string, unknown> {
  const { draft } = drafted(bodies.map((body) => exchange('GET', '/things', 200, body)));
  const pact = JSON.parse(JSON.stringify(draft.pact));
  const rules = pact.interactions[0].response.matchingRules?.body ?? {};
  return Object.fromEntries(
    Object.entries(rules).map(([path, rule]) => [
      path,
      (rule as { matchers: unknown[] }).matchers[0],
    ]),
  );
}

const regexOf = (name: string, ...bodies: readonly JsonValue[]): string =>
  String((matchers(...bodies)[name] as { regex?: string }).regex);

describe('interactions', () => {
  it('are one for each operation, status and shape', () => {
    expect(
      descriptions([
        exchange('GET', '/orders/1', 200, { id: 1, state: 'open' }),
        exchange('GET', '/orders/2', 200, { id: 2, state: 'paid' }),
        exchange('GET', '/orders/3', 200, { id: 3, state: 'paid', invoice: { number: 'x' } }),
        exchange('GET', '/orders/9', 404, { code: 'UNKNOWN' }),
        exchange('DELETE', '/orders/3', 204),
      ]),
    ).toEqual([
      'DELETE /orders/{orderId} answers 204',
      'GET /orders/{orderId} answers 200 without invoice',
      'GET /orders/{orderId} answers 200 with invoice',
      'GET /orders/{orderId} answers 404',
    ]);
  });

  it('tell null from a value', () => {
    expect(
      descriptions([
        exchange('GET', '/orders/1', 200, { id: 1, note: null }),
        exchange('GET', '/orders/2', 200, { id: 2, note: 'x' }),
      ]),
    ).toEqual([
      'GET /orders/{orderId} answers 200 note null',
      'GET /orders/{orderId} answers 200 note a string',
    ]);
  });

  it('are two at most where optional fields would make many', () => {
    const traffic = Array.from({ length: 16 }, (_, n) =>
      exchange('GET', `/orders/${n + 1}`, 200, {
        id: n,
        ...(n & 1 ? { a: 1 } : {}),
        ...(n & 2 ? { b: 1 } : {}),
        ...(n & 4 ? { c: 1 } : {}),
      }),
    );
    const { interactions } = drafted(traffic);
    expect(interactions.map(({ description, samples }) => [description, samples])).toEqual([
      ['GET /orders/{orderId} answers 200', 16],
      ['GET /orders/{orderId} answers 200 with a, with b, with c', 2],
    ]);
    expect(interactions[0]?.notes).toEqual([
      'response $.a was there in 8 of 16 samples: optional',
      'response $.b was there in 8 of 16 samples: optional',
      'response $.c was there in 8 of 16 samples: optional',
    ]);
  });

  it('are pending, say that they are drafts, and name the state they need', () => {
    const { draft } = drafted([exchange('GET', '/stock/SKU-1', 200, { sku: 'SKU-1', onHand: 3 })]);
    expect(JSON.parse(JSON.stringify(draft.pact)).interactions[0]).toMatchObject({
      pending: true,
      comments: { ashlar: { draft: { samples: 1, from: 'shop.har#0' } } },
      providerStates: [
        { name: 'data for "GET /stock/{sku} answers 200"', params: { sku: 'SKU-1' } },
      ],
    });
  });

  it('are left out when they are contracts already', () => {
    const traffic = [exchange('GET', '/a', 200, { x: 1 }), exchange('GET', '/b', 200, { y: 1 })];
    const identity = JSON.stringify([
      'GET /a answers 200',
      [{ name: 'data for "GET /a answers 200"' }],
      'Synchronous/HTTP',
    ]);
    const draft = draftFromTraffic(traffic, { ...parties, accepted: new Set([identity]) });
    expect(draft.alreadyAccepted).toBe(1);
    expect(
      draft.operations.flatMap((one) => one.interactions).map((one) => one.description),
    ).toEqual(['GET /b answers 200']);
  });
});

describe('matchers by evidence', () => {
  it('tell integers, decimals and numbers apart', () => {
    expect(
      matchers({ a: 1, b: 1.5, c: 1.5 }, { a: 2, b: 2, c: 2.5 }, { a: 3, b: 3.5, c: 0.1 }),
    ).toEqual({
      '$.a': { match: 'integer' },
      '$.b': { match: 'number' },
      '$.c': { match: 'decimal' },
    });
  });

  it.each([
    ['a UUID', '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001', '00000000-0000-0000-0000-000000000000'],
    ['a time', '2026-01-15T10:00:00.000Z', '1999-12-31T23:59:59+01:00'],
    ['a date', '2026-01-15', '1999-12-31'],
    ['an address of the net', 'https://a.example/x', 'http://b.example'],
  ])('know %s', (_name, seen, other) => {
    const expression = new RegExp(regexOf('$.a', { a: seen }));
    expect([
      expression.test(seen),
      expression.test(other),
      expression.test('something else'),
    ]).toEqual([true, true, false]);
  });

  it('keep to any text when one sample has another form', () => {
    expect(matchers({ a: '2026-01-15' }, { a: 'soon' })).toEqual({ '$.a': { match: 'type' } });
  });

  it('want an element in a list unless it was seen empty', () => {
    expect(matchers([{ id: 1 }, { id: 2 }])).toEqual({
      $: { match: 'type', min: 1 },
      '$[*].id': { match: 'integer' },
    });
    expect(matchers({ items: [] }, { items: ['a'] })).toEqual({
      '$.items': { match: 'type', min: 0 },
      '$.items[*]': { match: 'type' },
    });
  });

  it('see a map where the names are data', () => {
    expect(matchers({ levels: { 'SKU-1': { n: 1 }, 'SKU-2': { n: 2 } } })).toEqual({
      '$.levels': { match: 'values' },
      '$.levels.*.n': { match: 'integer' },
    });
  });

  it('leave out what only some elements of a list have', () => {
    const { interactions } = drafted([
      exchange('GET', '/a', 200, [{ id: 1, note: 'x' }, { id: 2 }]),
    ]);
    expect(interactions[0]?.notes).toEqual([
      'response $[*].note was there in 1 of 2 samples: optional',
    ]);
  });
});

describe('the document', () => {
  const uuid = (n: number) => `3f0c4f9e-8c1f-4e0e-9a55-1c2f5f0a1${100 + n}`;
  it.each([
    [
      'null in some answers, text in others',
      [null, 'ACME'].map((supplier, n) => exchange('GET', `/items/${n}`, 200, { supplier })),
    ],
    [
      'null below a list',
      [null, 'ACME'].map((by, n) => exchange('GET', `/items/${n}`, 200, { list: [{ by }] })),
    ],
    ['UUIDs in the path', [1, 2].map((n) => exchange('DELETE', `/sessions/${uuid(n)}`, 204))],
    ['dates in the path', [1, 2].map((n) => exchange('GET', `/days/2026-01-0${n}/x`, 204))],
  ])('allows the pact: %s', (_what, traffic) => {
    const { comparison } = drafted(traffic).draft;
    expect(comparison.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('says what was seen, and how often', () => {
    const { draft } = drafted([
      exchange('GET', '/orders', 200, [{ id: 1 }], {
        query: { page: '1' },
        headers: { authorization: 'Bearer abc123' },
      }),
      exchange('GET', '/orders', 200, [{ id: 2, note: null }], {
        query: { page: '2', sort: 'id' },
        headers: { authorization: 'Bearer abc123' },
      }),
    ]);
    expect(JSON.parse(JSON.stringify(draft.openapi)).paths['/orders'].get).toEqual({
      operationId: 'getOrders',
      'x-samples': 2,
      parameters: [
        { name: 'page', in: 'query', required: true, schema: { type: 'integer' }, 'x-samples': 2 },
        { name: 'sort', in: 'query', required: false, schema: { type: 'string' }, 'x-samples': 1 },
      ],
      security: [{ bearer: [] }],
      responses: {
        200: {
          description: 'Seen 2 times.',
          content: {
            'application/json': {
              schema: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    id: { type: 'integer', 'x-samples': 2 },
                    note: { description: 'Only null was seen here.', 'x-samples': 1 },
                  },
                  required: ['id'],
                  'x-samples': 2,
                },
                'x-samples': 2,
              },
            },
          },
          'x-samples': 2,
        },
      },
    });
  });
});

const leaf = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.string(),
  fc.constantFrom(
    '2026-01-15',
    '2026-01-15T10:00:00Z',
    '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001',
    'x',
    '',
  ),
  fc.constant(null),
);
const names = fc.constantFrom(
  'id',
  'note',
  'items',
  'odd name',
  "it's",
  'a.b',
  'SKU-1',
  'SKU-2',
  '7',
  '8',
);
const { body } = fc.letrec<{ body: JsonValue }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('body'), { maxLength: 4 }),
    fc.dictionary(names, tie('body'), { maxKeys: 5 }),
  ) as fc.Arbitrary<JsonValue>,
}));
const traffic = fc.array(
  fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      path: fc.constantFrom(
        '/orders',
        '/orders/7',
        '/orders/8',
        '/orders/open',
        '/stock/SKU-1',
        '/stock/SKU-2/log',
        '/p/red-shirt',
        '/p/mug',
      ),
      status: fc.constantFrom(200, 200, 200, 201, 204, 400, 404, 500),
      body: fc.option(body, { nil: undefined }),
      sent: fc.option(body, { nil: undefined }),
      query: fc.dictionary(fc.constantFrom('page', 'q', 'ids'), fc.constantFrom('1', 'x', ''), {
        maxKeys: 2,
      }),
      accept: fc.constantFrom('application/json', '*/*', 'text/html'),
    })
    .map((one) =>
      exchange(one.method, one.path, one.status, one.status === 204 ? undefined : one.body, {
        ...(one.method === 'GET' || one.sent === undefined ? {} : { sent: one.sent }),
        query: one.query,
        headers: { accept: one.accept },
      }),
    ),
  { minLength: 1, maxLength: 12 },
);

describe('for any traffic', () => {
  it('every interaction holds for every sample it rests on', () => {
    fc.assert(
      fc.property(traffic, (exchanges) => {
        const { interactions } = drafted(exchanges);
        for (const { interaction, samples, description } of interactions) {
          const fitting = exchanges.filter((one) => mismatch(interaction, one) === undefined);
          expect(fitting.length, description).toBeGreaterThanOrEqual(samples);
        }
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it('the document allows the pact, and both are the same bytes twice', () => {
    fc.assert(
      fc.property(traffic, (exchanges) => {
        const first = draftFromTraffic(exchanges, parties);
        const again = draftFromTraffic(exchanges, parties);
        expect(first.comparison.findings.filter(({ severity }) => severity === 'error')).toEqual(
          [],
        );
        expect(prettyJson(again.pact)).toBe(prettyJson(first.pact));
        expect(renderDraftDocument(again)).toBe(renderDraftDocument(first));
        expect(parsePact(prettyJson(first.pact), 'x').consumer).toBe('web');
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});

const secretForms = fc.oneof(
  fc.stringMatching(/^[a-z]{3,8}[0-9]{2,4}@[a-z]{3,8}\.example$/),
  fc.stringMatching(/^eyJ[A-Za-z0-9]{12}\.eyJ[A-Za-z0-9]{12}\.[A-Za-z0-9_-]{20}$/),
  fc.constantFrom(
    '4111111111111111',
    '5500 0000 0000 0004',
    '378282246310005',
    '6011-1111-1111-1117',
  ),
  fc.constantFrom(
    'DE89370400440532013000',
    'GB82 WEST 1234 5698 7654 32',
    'FR1420041010050500013M02606',
  ),
  fc.stringMatching(/^\+49 30 [1-9][0-9]{6}$/),
);
const secretNames = fc.constantFrom(
  'password',
  'apiKey',
  'access_token',
  'clientSecret',
  'session',
  'sessionToken',
  'iban',
  'lastName',
  'phone',
);
const secretValues = fc
  .stringMatching(/^[A-Za-z]{4}[0-9]{4}[!-~]?[a-z]{3}$/)
  .filter((text) => !/["\\]/.test(text));

describe('planted secrets', () => {
  it('are in no byte of what is written', () => {
    fc.assert(
      fc.property(secretForms, secretNames, secretValues, body, (form, name, value, filler) => {
        const planted = [
          exchange(
            'POST',
            `/users/${encodeURIComponent(form)}/reset`,
            200,
            { note: `for ${form}`, filler, echo: value },
            {
              query: { [name]: value, q: form },
              headers: {
                authorization: `Bearer ${value}`,
                cookie: `sid=${value}`,
                'x-custom': value,
              },
              sent: { [name]: value, nested: [{ deep: { text: `see ${form}` } }], [form]: 1 },
              responseHeaders: {
                location: `/users/${encodeURIComponent(form)}`,
                'set-cookie': `sid=${value}`,
              },
            },
          ),
          exchange('GET', '/again', 200, [`it was ${value}`, JSON.stringify({ [name]: value })]),
        ];
        const draft = draftFromTraffic(planted, parties);
        const bytes =
          prettyJson(draft.pact) + renderDraftDocument(draft) + renderDraftMarkdown(draft);
        for (const text of [form, encodeURIComponent(form), value, encodeURIComponent(value)]) {
          expect(bytes).not.toContain(text);
        }
      }),
      { numRuns: 80 },
    );
  }, 30_000);
});
