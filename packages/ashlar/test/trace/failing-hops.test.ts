import type { Span } from '@ashlar/analyzer';
import { describe, expect, it } from 'vitest';
import { failingHops } from '../../src/trace/failing-hops.ts';
import { span } from './span.ts';

const client = { 'http.request.method': 'GET', 'url.full': 'http://inventory:4000/stock/7?a=1' };
const server = {
  'http.request.method': 'GET',
  'http.route': '/stock/:sku',
  'url.path': '/stock/7',
};
/** Gateway, shop and inventory in a row; what each test says fails. */
function chain(...failures: Partial<Span>[]): Span[] {
  const [a, b, c, d] = failures;
  return [
    span('a', '', 'gateway', 'server', {}, a),
    span('b', 'a', 'shop', 'server', { 'http.request.method': 'GET', 'http.route': '/cart' }, b),
    span('c', 'b', 'shop', 'client', client, c),
    span('d', 'c', 'inventory', 'server', server, d),
  ];
}
const failed = { failed: true };

describe('the hop that failed', () => {
  it.each<[string, Span[], object]>([
    [
      'is the last one, not those that pass its failure on',
      chain(failed, failed, failed, { ...failed, message: 'TypeError: x' }),
      {
        ...{ kind: 'inside', service: 'inventory', caller: 'shop', error: 'TypeError: x' },
        ...{ path: ['gateway', 'shop', 'inventory'] },
        request: { method: 'GET', path: '/stock/:sku' },
      },
    ],
    [
      'is in the middle when what lies behind went well',
      chain(failed, failed, {}, {}),
      {
        ...{ kind: 'inside', service: 'shop', caller: 'gateway', path: ['gateway', 'shop'] },
        request: { method: 'GET', path: '/cart' },
      },
    ],
    [
      'is between two when one refuses what the other asks',
      [
        ...chain(failed, failed).slice(0, 2),
        span(
          ...(['c', 'b', 'shop', 'client'] as const),
          { ...client, 'http.response.status_code': '404' },
          failed,
        ),
        span('d', 'c', 'inventory', 'server', server),
      ],
      {
        ...{ kind: 'refused', service: 'inventory', caller: 'shop', status: 404 },
        request: { method: 'GET', path: '/stock/:sku' },
      },
    ],
    [
      'is a service that sends no spans',
      [
        span('b', '', 'shop', 'server', {}, failed),
        span(
          ...(['c', 'b', 'shop', 'client'] as const),
          { ...client, 'peer.service': 'inventory', 'http.response.status_code': '503' },
          failed,
        ),
      ],
      { kind: 'inside', service: 'inventory', status: 503, path: ['shop', 'inventory'] },
    ],
    [
      'is behind the proxy, whose spans say the path at what came in',
      [
        span(
          ...(['a', '', 'proxy', 'server'] as const),
          { 'http.request.method': 'GET', 'http.route': '/stock/**', 'url.path': '/stock/7' },
          failed,
        ),
        span(
          ...(['b', 'a', 'proxy', 'client'] as const),
          {
            ...{ 'http.request.method': 'GET', 'peer.service': 'inventory' },
            ...{ 'ashlar.target': 'service', 'http.response.status_code': '500' },
            'error.type': '500',
          },
          failed,
        ),
      ],
      {
        ...{ kind: 'inside', service: 'inventory', error: null, status: 500 },
        request: { method: 'GET', path: '/stock/7' },
      },
    ],
    [
      'is a service that does not answer, by its address',
      [
        span(
          ...(['c', '', 'shop', 'client'] as const),
          { 'server.address': 'inventory', 'server.port': '4000', 'error.type': 'ECONNREFUSED' },
          failed,
        ),
      ],
      { kind: 'unanswered', service: 'inventory:4000', error: 'ECONNREFUSED', request: null },
    ],
    [
      'is a store',
      [
        span('a', '', 'shop', 'server', {}, failed),
        span(
          ...(['c', 'a', 'shop', 'client'] as const),
          { 'db.system.name': 'postgresql', 'db.namespace': 'orders' },
          { ...failed, name: 'SELECT orders' },
        ),
      ],
      {
        ...{ kind: 'store', service: 'postgresql orders', caller: 'shop', span: 'SELECT orders' },
        path: ['shop', 'postgresql orders'],
      },
    ],
    [
      'is a message that a consumer cannot take',
      [
        span('a', '', 'shop', 'producer', { 'messaging.system': 'nats' }),
        span('b', 'a', 'mail', 'consumer', {}, failed),
      ],
      { kind: 'inside', service: 'mail', caller: 'shop', path: ['shop', 'mail'] },
    ],
  ])('%s', (_, spans, expected) => {
    expect(failingHops(spans)).toEqual([expect.objectContaining(expected)]);
  });

  it('is nowhere when nothing failed, and twice when two calls did', () => {
    expect(failingHops(chain())).toEqual([]);
    const two = [
      span('a', '', 'shop', 'server', {}, failed),
      span('b', 'a', 'inventory', 'server', {}, failed),
      span('c', 'a', 'payments', 'server', {}, failed),
    ];
    expect(failingHops(two).map(({ service }) => service)).toEqual(['inventory', 'payments']);
  });

  it('is found though spans name each other in a circle', () => {
    const circle = [
      span('a', 'b', 'shop', 'server', {}, failed),
      span('b', 'a', 'shop', 'internal', {}),
    ];
    expect(failingHops(circle)).toHaveLength(1);
  });
});
