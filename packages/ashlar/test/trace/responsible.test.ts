import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import type { ContractEdge } from '../../src/contract-graph/contract-edge.ts';
import type { FailingHop } from '../../src/trace/failing-hops.ts';
import { renderFailures } from '../../src/trace/render-text.ts';
import { failuresOf } from '../../src/trace/responsible.ts';

const config = parseConfig(
  `schemaVersion: 1
pacticipant: shop
domains: { warehouse: { owner: team-warehouse } }
services:
  inventory: { domain: warehouse, pacticipant: inventory-service, url: "http://stock.internal:4000" }
  payments: { owner: team-money }
`,
  'ashlar.yaml',
);
const contracts: ContractEdge[] = [
  {
    ...{ consumer: 'shop', provider: 'inventory-service', messages: [] },
    requests: [{ method: 'GET', path: '/stock/SKU-1' }],
  },
];

function hop(change: Partial<FailingHop>): FailingHop {
  return {
    ...{ traceId: 't1', path: ['shop', 'inventory'], kind: 'inside', caller: 'shop' },
    ...{ service: 'inventory', request: { method: 'GET', path: '/stock/:sku' }, span: 'GET' },
    ...{ status: 500, error: null },
    ...change,
  };
}

describe('who is responsible', () => {
  it.each<[string, Partial<FailingHop>, string | null, string]>([
    ['a service by its name, its domain’s owner', {}, 'team-warehouse', 'covered'],
    ['by its name in the broker', { service: 'inventory-service' }, 'team-warehouse', 'covered'],
    ['by its address', { service: 'stock.internal:4000' }, 'team-warehouse', 'covered'],
    [
      'an identifier in the path, for want of a route',
      { request: { method: 'GET', path: '/stock/SKU-99' } },
      'team-warehouse',
      'covered',
    ],
    [
      'another request than was agreed',
      { request: { method: 'GET', path: '/shelves/:id' } },
      'team-warehouse',
      'missing',
    ],
    [
      'another method than was agreed',
      { request: { method: 'POST', path: '/stock/:sku' } },
      'team-warehouse',
      'missing',
    ],
    ['a service without a pact', { service: 'payments' }, 'team-money', 'none'],
    ['a service that nobody declared', { service: 'mail' }, null, 'none'],
    ['a caller that is not known', { caller: null }, 'team-warehouse', 'unknown'],
    [
      'a caller without any pact, such as a proxy, by the pacts of all',
      { caller: 'gateway' },
      'team-warehouse',
      'covered',
    ],
    [
      'a store, the owner of who asked it',
      { kind: 'store', caller: 'payments', service: 'redis', request: null },
      'team-money',
      'unknown',
    ],
  ])('%s', (_, change, owner, state) => {
    const [failure] = failuresOf([hop(change)], config, contracts);
    expect(failure?.owner ?? null).toBe(owner);
    expect(failure?.contract.state).toBe(state);
  });

  it('counts failures that are alike by their traces, the most frequent first', () => {
    const stock = (path: string, traceId: string) =>
      hop({ traceId, request: { method: 'GET', path } });
    const failures = failuresOf(
      [
        hop({ traceId: 'p', service: 'payments' }),
        stock('/stock/1', 'a'),
        stock('/stock/2', 'b'),
        stock('/stock/2', 'b'),
      ],
      config,
      contracts,
    );
    expect(failures.map(({ service, traces, traceId }) => [service, traces, traceId])).toEqual([
      ['inventory', 2, 'a'],
      ['payments', 1, 'p'],
    ]);
  });

  it('is said in words', () => {
    const failures = failuresOf(
      [
        hop({ error: 'TypeError' }),
        hop({ kind: 'refused', status: 404, request: { method: 'GET', path: '/shelves/:id' } }),
        hop({ kind: 'store', service: 'redis', request: null, status: null, error: 'timeout' }),
      ],
      config,
      contracts,
    );
    expect(renderFailures(failures)).toMatchInlineSnapshot(`
      "inventory failed in GET /stock/:sku: 500 TypeError
        traces    1, such as t1
        path      shop > inventory
        asked by  shop (no owner in ashlar.yaml)
        contract  shop -> inventory-service has it: ashlar verify --provider inventory-service
        owner     team-warehouse

      redis failed shop in GET: timeout
        traces    1, such as t1
        path      shop > inventory
        asked by  shop (no owner in ashlar.yaml)
        contract  none: a store is in no pact
        owner     nobody in ashlar.yaml answers for shop

      inventory answered GET /shelves/:id of shop with what that takes for a failure: 404
        traces    1, such as t1
        path      shop > inventory
        asked by  shop (no owner in ashlar.yaml)
        contract  shop -> inventory-service has no interaction for it: shop asks what was never agreed
        owner     team-warehouse"
    `);
    expect(renderFailures([])).toBe('no span failed');
  });
});
