import { describe, expect, it } from 'vitest';
import { DifferenceLedger } from '../../src/compare/ledger.ts';
import { wilson } from '../../src/compare/wilson.ts';

const difference = (path: string, kind: 'value' | 'order' = 'value') => ({
  path,
  kind,
  monolith: '1',
  service: '2',
});
const get = (target: string) => ({ method: 'GET', target });
const paths = (ledger: DifferenceLedger) => ledger.report('r').causes.map(({ path }) => path);

describe('DifferenceLedger', () => {
  it('groups by place and kind, however many requests, and says which kinds of request', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 50; i++) {
      ledger.compared(get(`/orders/${i}`), [{ ...difference('$.a[*]'), service: `${i}` }]);
      ledger.compared(get('/orders'), []);
    }
    const [cause, ...others] = ledger.report('r').causes;
    expect(others).toEqual([]);
    expect(cause).toMatchObject({
      path: '$.a[*]',
      kind: 'value',
      count: 50,
      share: 0.5,
      endpoints: [{ endpoint: 'GET /orders/*', count: 50, of: 50 }],
    });
    expect(cause?.lower).toBeCloseTo(0.404, 3);
    expect(cause?.upper).toBeCloseTo(0.596, 3);
    expect(cause?.examples).toHaveLength(3);
  });

  it('gives places one number that differ in the very same answers', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 9; i++) {
      ledger.compared(get('/a'), [difference('$.price'), difference('$.total')]);
      ledger.compared(get('/a'), [difference('$.name')]);
      if (i < 3) ledger.compared(get('/b'), [difference('$.extra')]);
    }
    const groups = ledger.report('r').causes.map(({ path, group }) => [path, group]);
    expect(groups).toEqual([
      ['$.name', 1],
      ['$.price', 2],
      ['$.total', 2],
      ['$.extra', 3],
    ]);
  });

  it('keeps one status apart from another', () => {
    const ledger = new DifferenceLedger();
    for (const status of ['404', '500', '404']) {
      const change = `200 → ${status}`;
      const seen = { path: 'status', kind: 'status', change, monolith: '200', service: status };
      ledger.compared(get('/a'), [seen as never]);
    }
    expect(ledger.report('r').causes.map(({ change, count }) => [change, count])).toEqual([
      ['200 → 404', 2],
      ['200 → 500', 1],
    ]);
  });

  it('leaves out what the monolith varies in by itself, and says so', () => {
    const ledger = new DifferenceLedger();
    ledger.learnNoise(get('/'), [difference('$.now')]);
    expect(ledger.compared(get('/'), [difference('$.now')])).toBe(false);
    expect(ledger.compared(get('/'), [difference('$.now'), difference('$.price')])).toBe(true);
    expect(paths(ledger)).toEqual(['$.price']);
    expect(ledger.report('r').noise).toEqual([
      { path: '$.now', kind: 'value', varied: 1, asked: 1 },
    ]);
  });

  it('judges earlier answers anew once noise is learnt', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 20; i++) ledger.compared(get('/'), [difference('$.now')]);
    expect(ledger.parity()).toMatchObject({ compared: 20, equal: 0 });
    for (let i = 0; i < 5; i++) ledger.learnNoise(get('/'), [difference('$.now')]);
    expect(ledger.parity()).toMatchObject({ compared: 20, equal: 20 });
  });

  it.each([
    [1, 100, 1, 1],
    [1, 5, 10, 10],
    [50, 100, 99, 100],
  ])(
    'takes a place for real that varied %i times in %i and differs in %i of %i',
    (varied, asked, differing, compared) => {
      const ledger = new DifferenceLedger();
      for (let i = 0; i < asked; i++) {
        ledger.learnNoise(get('/'), i < varied ? [difference('$.stock')] : []);
      }
      for (let i = 0; i < compared; i++) {
        ledger.compared(get('/'), i < differing ? [difference('$.stock')] : []);
      }
      expect(paths(ledger)).toEqual(['$.stock']);
      expect(ledger.parity().different).toBe(differing);
    },
  );

  it('learns noise for each kind of request by itself', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 10; i++) {
      ledger.learnNoise(get('/now'), [difference('$.value')]);
      ledger.learnNoise(get('/fixed'), []);
      ledger.compared(get('/now'), [difference('$.value')]);
      ledger.compared(get('/fixed'), [difference('$.value')]);
    }
    expect(ledger.report('r').causes).toMatchObject([
      { count: 10, endpoints: [{ endpoint: 'GET /fixed', count: 10, of: 10 }] },
    ]);
  });

  it('learns which arrays come in ever other order', () => {
    const ledger = new DifferenceLedger();
    expect(ledger.unordered(get('/'))).toEqual([]);
    ledger.learnNoise(get('/'), [difference('$.items', 'order')]);
    expect(ledger.unordered(get('/'))).toEqual(['$.items']);
  });

  it('counts copies without an answer against parity, and tells why', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 70; i++) ledger.compared(get('/'), []);
    for (let i = 0; i < 30; i++) ledger.failed('no answer in time');
    ledger.skipped('no place in the queue');
    const report = ledger.report('r');
    expect(report.parity).toMatchObject({ compared: 70, equal: 70, failed: 30, skipped: 1 });
    expect(report.parity.lower).toBeCloseTo(wilson(70, 100).lower, 6);
    expect(report.failures).toEqual([{ why: 'no answer in time', count: 30 }]);
    expect(report.skips).toEqual([{ why: 'no place in the queue', count: 1 }]);
  });

  it('stays small whatever differs', () => {
    const ledger = new DifferenceLedger();
    for (let i = 0; i < 3000; i++) {
      ledger.compared(get(`/p${i}x/a`), [difference(`$.k${i}`)]);
      ledger.compared(get('/same'), [difference(`$.k${i}`), difference(`$.l${i % 7}`)]);
    }
    const report = ledger.report('r');
    expect(report.causes.length).toBeLessThanOrEqual(500);
    expect(report.parity).toMatchObject({ compared: 6000, different: 6000 });
    expect(JSON.stringify(report).length).toBeLessThan(500_000);
  });

  it.each([
    ['"2026-01-02T03:04:05Z"', '"2026-01-02T03:04:06Z"', "typeOnly: ['$.x']"],
    ['10', '10.000001', "tolerance: { '$.x': 0.000001 }"],
    ['10', '11', undefined],
    ['"a"', '"b"', undefined],
  ])('suggests for %s and %s %s', (monolith, service, suggestion) => {
    const ledger = new DifferenceLedger();
    ledger.compared(get('/'), [{ path: '$.x', kind: 'value', monolith, service }]);
    expect(ledger.report('r').causes[0]?.suggestion).toBe(suggestion);
  });
});

describe('wilson', () => {
  it.each([
    [0, 0, 0, 1],
    [10, 10, 0.7225, 1],
    [100, 100, 0.963, 1],
    [5, 10, 0.2366, 0.7634],
  ])('bounds %i of %i', (successes, trials, lower, upper) => {
    expect(wilson(successes, trials).lower).toBeCloseTo(lower, 3);
    expect(wilson(successes, trials).upper).toBeCloseTo(upper, 3);
  });
});
