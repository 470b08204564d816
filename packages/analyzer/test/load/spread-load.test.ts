import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../../src/judge-facts.ts';
import { routeFinder } from '../../src/load/route-of.ts';
import { spreadLoad } from '../../src/load/spread-load.ts';
import type { LoadSource } from '../../src/model/load.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderPlanText } from '../../src/report/plan-text.ts';
import { shopFacts } from '../shop-facts.ts';

describe('the route of a request', () => {
  const of = (method: string, path: string) => ({ method, path });
  const find = routeFinder([
    of('GET', '/orders/:id'),
    of('GET', '/orders/new'),
    of('POST', '/orders'),
    of('ALL', '/files/*rest'),
    of('GET', '/items/{id}/parts'),
    of('GET', '/v1.0/users/:id(\\d+)'),
    of('QUERY', 'orders'),
  ]);
  it.each([
    ['GET', '/orders/7', '/orders/:id'],
    ['GET', '/orders/7?full=1', '/orders/:id'],
    ['GET', '/orders/new', '/orders/new'],
    ['GET', '/orders/:id', '/orders/:id'],
    ['GET', 'http://shop.example/orders/7', '/orders/:id'],
    ['POST', '/orders/', '/orders'],
    ['PUT', '/files/a/b', '/files/*rest'],
    ['GET', '/items/3/parts', '/items/{id}/parts'],
    ['GET', '/v1.0/users/3', '/v1.0/users/:id(\\d+)'],
    ['GET', '/v1x0/users/3', undefined],
    ['DELETE', '/orders/7', undefined],
    ['GET', '/orders/7/lines', undefined],
  ])('%s %s', (method, path, expected) => {
    expect(find(method, [path])?.path).toBe(expected);
  });
});

const analysis = judgeFacts(shopFacts());
const requests = (name: string, weights: Record<string, number>): LoadSource => ({
  ...{ name, kind: 'request', unit: 'ms' },
  entries: Object.entries(weights).map(([path, weight]) => ({
    ...{ kind: 'request', method: 'GET', paths: [path], weight },
  })),
});

describe('load', () => {
  it('is spread by routes and by tables, each source alike', () => {
    const load = spreadLoad(analysis, [
      requests('log', { '/order': 60, '/stock': 20, '/health': 20 }),
      {
        ...{ name: 'stat', kind: 'statement', unit: 'ms' },
        entries: [
          { kind: 'statement', sql: 'SELECT * FROM public.invoices WHERE id = $1', weight: 3000 },
          {
            kind: 'statement',
            sql: 'SELECT 1 FROM "orders" o JOIN invoices i ON i.order_id = o.id',
            weight: 1000,
          },
          { kind: 'statement', sql: 'BEGIN', weight: 1000 },
        ],
      },
    ]);
    expect(load.domains).toEqual([
      { domain: 'invoice', share: 0.4375 },
      { domain: 'order', share: 0.4375 },
      { domain: 'stock', share: 0.125 },
    ]);
    expect(load.sources.map(({ understood, unknown }) => ({ understood, unknown }))).toEqual([
      { understood: 0.8, unknown: [{ what: 'GET /health', share: 0.2 }] },
      { understood: 0.8, unknown: [{ what: 'BEGIN', share: 0.2 }] },
    ]);
  });

  it('that fits nothing changes no rank and says so', () => {
    const load = spreadLoad(analysis, [requests('log', { '/nope': 3 })]);
    expect(load.domains).toEqual([]);
    const made = makePlan(analysis, 'stock', 1, load);
    const names = (plan: typeof made) => plan.candidates.map(({ domain }) => domain);
    expect(names(made)).toEqual(names(makePlan(analysis, 'stock')));
    expect(renderPlanText(made, { answer: 'extract' })).toContain(
      '  Load: none that fits a domain\n    log: 0 % of the time of its requests fit a domain; not, among others: GET /nope (100 %)',
    );
  });

  it('changes the rank of the same graph as the formula says', () => {
    const plain = makePlan(analysis).candidates;
    const score = (domain: string) => plain.find((one) => one.domain === domain)?.score ?? 0;
    const [first, second] = plain.map(({ domain }) => domain);
    if (first === undefined || second === undefined) throw new Error('two candidates are needed');
    const under = (weights: Record<string, number>) =>
      makePlan(analysis, undefined, 1, spreadLoad(analysis, [requests('log', weights)]));
    // 0.9 of the old score, and 0.1 for the share of the one that carries most.
    const busy = under({ [`/${second}`]: 80, [`/${first}`]: 20 }).candidates;
    for (const { domain, score: found, factors } of busy) {
      const scale = { [first]: 0.25, [second]: 1 }[domain] ?? 0;
      expect(factors.at(-1)).toMatchObject({ name: 'scale', weight: 0.1, value: scale });
      expect(found).toBeCloseTo(0.9 * score(domain) + 0.1 * scale, 2);
      expect(factors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 2);
    }
    expect(0.9 * score(second) + 0.1).toBeGreaterThan(0.9 * score(first) + 0.025);
    expect(busy[0]?.domain).toBe(second);
    expect(under({ [`/${first}`]: 80, [`/${second}`]: 20 }).candidates[0]?.domain).toBe(first);
  });
});
