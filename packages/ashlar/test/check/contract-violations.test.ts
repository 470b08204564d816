import { describe, expect, it } from 'vitest';
import { contractViolations } from '../../src/check/contract-violations.ts';
import { outboundTarget, pathFits } from '../../src/check/outbound-path.ts';
import { parseConfig } from '../../src/config/load.ts';
import { contractEdges } from '../../src/contract-graph/contract-edge.ts';

describe('the target of an outbound call', () => {
  it.each([
    ['http://inventory:4000/stock/7?x=1', 'inventory:4000', undefined, '/stock/7'],
    ['https://{HOST}/stock/{sku}', undefined, 'HOST', '/stock/{sku}'],
    ['{INVENTORY_URL}/stock/{sku}?page={page}', undefined, 'INVENTORY_URL', '/stock/{sku}'],
    ['{url}', undefined, 'url', undefined],
    ['{base}stock', undefined, 'base', undefined],
    ['/charges', undefined, undefined, '/charges'],
    ['http://inventory:4000', 'inventory:4000', undefined, undefined],
    ['?', undefined, undefined, undefined],
  ])('%s', (text, host, hole, path) => {
    expect(outboundTarget(text)).toEqual({ host, hole, path });
  });

  it.each([
    ['/stock/{sku}', '/stock/A', true],
    ['/stock/{sku}', '/stock/A/holds', false],
    ['/stock/{sku}', '/api/v1/stock/A', true],
    ['/stock/{sku}', '/understock/A', false],
    ['/stock/{sku}.json', '/stock/A.json', true],
    ['/stock/{sku}.json', '/stock/Axjson', false],
    ['/stock', '/stock/', true],
    ['/stock', '/', false],
  ])('%s may be %s of a pact: %s', (called, asked, fits) => {
    expect(pathFits(called, asked)).toBe(fits);
  });
});

const CONFIG = parseConfig(
  `schemaVersion: 1
pacticipant: shop
services:
  inventory:
    pacticipant: inventory-service
    url: http://inventory:4000
    env: [INVENTORY_URL]
  billing:
    source: [services/billing/**]
    env: [BILLING_URL]
    calledAs: [billingBase, '*/charges/**']
    clients: [src/lib/billing-*.ts]
`,
  'ashlar.yaml',
);

const pact = (consumer: string, provider: string, ...paths: string[]) => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: paths.map((path) => ({ description: path, request: { method: 'GET', path } })),
});

const PACTS = [
  pact('shop', 'inventory-service', '/stock/A'),
  pact('billing', 'inventory-service', '/prices/A'),
];

function ids(
  target: string,
  file = 'src/a.ts',
  keys: string[] = [],
  pacts: unknown[] = PACTS,
  method?: string,
) {
  const environment = keys.map((key) => ({ file, key, line: 1 }));
  const outbound = [
    { file, line: 3, target, via: 'outbound-http', ...(method === undefined ? {} : { method }) },
  ];
  const { violations, unknown } = contractViolations(
    { outbound, environment },
    CONFIG,
    contractEdges(pacts),
  );
  return [...violations.map(({ id }) => id), ...unknown.map((call) => `unknown ${call}`)];
}

describe('a call between services', () => {
  it.each<[string, string, string, string[], string[]]>([
    ['in a pact, by host', 'http://inventory:4000/stock/{sku}', 'src/a.ts', [], []],
    ['in a pact, by hole', '{INVENTORY_URL}/stock/{sku}', 'src/a.ts', [], []],
    [
      'in a pact, by the key its file reads',
      '{base}/stock/{sku}',
      'src/a.ts',
      ['INVENTORY_URL'],
      [],
    ],
    [
      'in no interaction',
      '{INVENTORY_URL}/holds',
      'src/a.ts',
      [],
      ['contract:codebase>inventory:/holds:src/a.ts'],
    ],
    [
      'in the pact of another consumer',
      '{INVENTORY_URL}/prices/{sku}',
      'src/a.ts',
      [],
      ['contract:codebase>inventory:/prices/{sku}:src/a.ts'],
    ],
    [
      'in the pact of its own service',
      '{INVENTORY_URL}/prices/{sku}',
      'services/billing/a.ts',
      [],
      [],
    ],
    [
      'in no pact at all',
      '{billingBase}/refunds',
      'src/a.ts',
      [],
      ['contract:codebase>billing:/refunds:src/a.ts'],
    ],
    [
      'by a glob',
      '{x}/charges/{id}',
      'src/a.ts',
      [],
      ['contract:codebase>billing:/charges/{id}:src/a.ts'],
    ],
    [
      'of a client, path unknown',
      '{url}',
      'src/lib/billing-client.ts',
      [],
      ['contract:codebase>billing:{url}:src/lib/billing-client.ts'],
    ],
    [
      'of a file that is no client',
      '{url}',
      'src/lib/bill.ts',
      [],
      ['unknown src/lib/bill.ts:3 {url}'],
    ],
    ['to itself', '{BILLING_URL}/charges', 'services/billing/a.ts', [], []],
    ['with an unknown path', '{INVENTORY_URL}', 'src/a.ts', [], []],
    [
      'to nobody declared',
      '{base}/stock/{sku}',
      'src/a.ts',
      [],
      ['unknown src/a.ts:3 {base}/stock/{sku}'],
    ],
    [
      'of a file with the keys of two',
      '{base}/stock',
      'src/a.ts',
      ['INVENTORY_URL', 'BILLING_URL'],
      ['unknown src/a.ts:3 {base}/stock'],
    ],
    [
      'to the world outside',
      'https://api.example.org/x',
      'src/a.ts',
      ['INVENTORY_URL'],
      ['unknown src/a.ts:3 https://api.example.org/x'],
    ],
  ])('%s', (_, target, file, keys, expected) => {
    expect(ids(target, file, keys)).toEqual(expected);
  });

  it.each([
    ['the method of the pact', 'GET', []],
    ['another', 'DELETE', ['contract:codebase>inventory:DELETE /stock/{sku}:src/a.ts']],
    ['one that only running tells', undefined, []],
  ])('with %s', (_, method, expected) => {
    expect(ids('{INVENTORY_URL}/stock/{sku}', 'src/a.ts', [], PACTS, method)).toEqual(expected);
  });

  it('with an unknown path needs the method all the same', () => {
    const of = (method: string) => ids('{INVENTORY_URL}', 'src/a.ts', [], PACTS, method);
    expect(of('GET')).toEqual([]);
    expect(of('POST')).toEqual(['contract:codebase>inventory:POST {INVENTORY_URL}:src/a.ts']);
  });

  it('turns red when its interaction is deleted, and says where', () => {
    const target = '{INVENTORY_URL}/stock/{sku}';
    expect(ids(target)).toEqual([]);
    const pacts = [pact('shop', 'inventory-service', '/other')];
    expect(ids(target, 'src/a.ts', [], pacts)).toEqual([
      'contract:codebase>inventory:/stock/{sku}:src/a.ts',
    ]);
  });

  it('is not covered by a draft that nobody has accepted', () => {
    const drafted = {
      ...pact('shop', 'inventory-service'),
      interactions: [
        {
          type: 'Synchronous/HTTP',
          request: { method: 'GET', path: '/stock/A' },
          comments: { ashlar: { draft: { from: 'traffic' } } },
        },
      ],
    };
    expect(ids('{INVENTORY_URL}/stock/{sku}', 'src/a.ts', [], [drafted])).toHaveLength(1);
  });
});

describe('a topic', () => {
  const config = parseConfig(
    `schemaVersion: 1
pacticipant: shop
services: { mail: { pacticipant: mail-service } }
topics: { order.placed: { publisher: shop, consumers: [mail] } }
`,
    'ashlar.yaml',
  );
  const facts = { outbound: [], environment: [] };
  const message = (type: string | undefined, text: string) => ({
    consumer: { name: 'mail-service' },
    provider: { name: 'shop' },
    [type === undefined ? 'messages' : 'interactions']: [
      { ...(type === undefined ? {} : { type }), description: text },
    ],
  });
  it.each([
    ['in no pact', [], 1],
    ['in a message of version 3', [message(undefined, 'an order.placed event')], 0],
    ['in a message of version 4', [message('Asynchronous/Messages', 'order.placed')], 0],
    ['beside messages of others', [message('Asynchronous/Messages', 'order.cancelled')], 1],
  ])('%s', (_, pacts, expected) => {
    const { violations } = contractViolations(facts, config, contractEdges(pacts));
    expect(violations).toHaveLength(expected);
    if (expected > 0) expect(violations[0]?.id).toBe('contract:topic:order.placed:mail');
  });
});
