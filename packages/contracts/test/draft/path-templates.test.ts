import { describe, expect, it } from 'vitest';
import { inferTemplates } from '../../src/draft/path-templates.ts';
import type { JsonValue } from '../../src/pact/lossless-json.ts';

type Seen = readonly [request: string, status?: number, body?: JsonValue];

function templatesOf(seen: readonly Seen[]): readonly string[] {
  const templates = inferTemplates(
    seen.map(([request, status = 200, body]) => {
      const [method = '', path = ''] = request.split(' ');
      return { method, segments: path.split('/').slice(1).map(decodeURIComponent), status, body };
    }),
  );
  return [
    ...new Set(templates.map(({ path }, index) => `${seen[index]?.[0].split(' ')[0]} ${path}`)),
  ].sort();
}

const product = (slug: string) => ({ slug, title: 'x', price: 1 });
const order = (id: number) => ({ id, total: 1, lines: [] });
const report = (at: number) => ({ at, rows: [{ count: 1, sum: 2 }] });

const cases: readonly (readonly [string, readonly Seen[], readonly string[]])[] = [
  ['numbers', [['GET /orders/1'], ['GET /orders/7002']], ['GET /orders/{orderId}']],
  ['a number seen once', [['GET /orders/7001']], ['GET /orders/{orderId}']],
  ['UUIDs', [['GET /carts/7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001']], ['GET /carts/{cartId}']],
  [
    'codes in capitals',
    [['GET /stock/SKU-TEE-BLK-M', 200, { sku: 'SKU-TEE-BLK-M', onHand: 3 }]],
    ['GET /stock/{sku}'],
  ],
  ['made-up identifiers', [['GET /customers/cus_9s6XKzkNRiz8i3']], ['GET /customers/{customerId}']],
  ['object ids', [['GET /posts/507f1f77bcf86cd799439011']], ['GET /posts/{postId}']],
  [
    'a version in words',
    [['GET /api/v1/orders'], ['GET /api/v2/orders']],
    ['GET /api/v1/orders', 'GET /api/v2/orders'],
  ],
  [
    'a version in digits',
    [['GET /api/2/orders'], ['GET /api/2/users'], ['GET /api/2/stock']],
    ['GET /api/2/orders', 'GET /api/2/stock', 'GET /api/2/users'],
  ],
  [
    'resources of different shapes stay apart',
    [
      ['GET /orders', 200, [order(1)]],
      ['GET /products', 200, [product('a')]],
      ['GET /users', 200, [{ name: 'x', role: 'y' }]],
    ],
    ['GET /orders', 'GET /products', 'GET /users'],
  ],
  [
    'collections in one envelope stay apart',
    [
      ['GET /orders', 200, { items: [order(1)], total: 1 }],
      ['GET /products', 200, { items: [product('a')], total: 1 }],
      ['GET /users', 200, { items: [{ name: 'x', role: 'y' }], total: 1 }],
      ['GET /carts', 200, { items: [], total: 0 }],
    ],
    ['GET /carts', 'GET /orders', 'GET /products', 'GET /users'],
  ],
  [
    'slugs that the answer repeats',
    [
      ['GET /products/red-shirt', 200, product('red-shirt')],
      ['GET /products/mug', 200, product('mug')],
      ['GET /products/nope', 404, { code: 'UNKNOWN', message: 'no' }],
      ['GET /products', 200, [product('mug')]],
    ],
    ['GET /products', 'GET /products/{slug}'],
  ],
  [
    'slugs of which one has an empty list and an optional field',
    [
      ['GET /books/the-left-hand', 200, { ...product('the-left-hand'), tags: ['classic'] }],
      ['GET /books/piranesi', 200, { ...product('piranesi'), tags: [], subtitle: 'x' }],
    ],
    ['GET /books/{slug}'],
  ],
  [
    'slugs by distribution alone',
    ['red-shirt', 'blue-mug', 'iron-pan-28'].map(
      (slug): Seen => [`GET /p/${slug}`, 200, { title: 'x', price: 1 }],
    ),
    ['GET /p/{p}'],
  ],
  [
    'a few words asked for again and again are names',
    Array.from(
      { length: 40 },
      (_, n): Seen => [`GET /reports/${['daily', 'weekly'][n % 2]}`, 200, report(n)],
    ),
    ['GET /reports/daily', 'GET /reports/weekly'],
  ],
  [
    'a word beside numbers with another shape is a name',
    [
      ['GET /orders/7', 200, order(7)],
      ['GET /orders/8', 200, order(8)],
      ['GET /orders/open', 200, [order(7)]],
    ],
    ['GET /orders/open', 'GET /orders/{orderId}'],
  ],
  [
    'below a parameter',
    [['GET /orders/7/lines/1'], ['GET /orders/8/lines/2'], ['POST /orders/8/cancel']],
    ['GET /orders/{orderId}/lines/{lineId}', 'POST /orders/{orderId}/cancel'],
  ],
  ['what was redacted', [['GET /users/%5Bredacted%5D/orders']], ['GET /users/{userId}/orders']],
  ['the root', [['GET /']], ['GET /']],
  ['a slash at the end', [['GET /orders/7/']], ['GET /orders/{orderId}/']],
  ['what has to be encoded', [['GET /a%20b/c']], ['GET /a%20b/c']],
];

describe('templates of paths', () => {
  it.each(cases)('%s', (_name, seen, expected) => {
    expect(templatesOf(seen)).toEqual(expected);
  });

  it('keep the same name for a parameter in every operation below it', () => {
    const seen: Seen[] = [
      ['GET /stock/A-1', 200, { sku: 'A-1', onHand: 1 }],
      ['GET /stock/A-2', 200, { sku: 'A-2', onHand: 1 }],
      ['GET /stock/A-1/history', 200, [{ at: 'x', change: 1 }]],
    ];
    expect(templatesOf(seen)).toEqual(['GET /stock/{sku}', 'GET /stock/{sku}/history']);
  });

  it('say what they rest on', () => {
    const [template] = inferTemplates([
      { method: 'GET', segments: ['orders', '7'], status: 200, body: { id: 7 } },
      { method: 'GET', segments: ['orders', '8'], status: 200, body: { id: 8 } },
    ]);
    expect(template?.parameters).toEqual([
      {
        name: 'orderId',
        at: 1,
        form: 'integer',
        distinct: 2,
        because: 'by its form: integer; the answer repeats it as "id"; 2 different',
      },
    ]);
  });
});
