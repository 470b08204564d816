import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis } from '@ashlar/analyzer';
import type { ProxyStatus } from '@ashlar/strangler';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { costOf } from '../../src/ledger/cost.ts';
import { judge } from '../../src/ledger/judge.ts';
import {
  accountNamed,
  accountsOf,
  appendToLedger,
  readLedger,
} from '../../src/ledger/ledger-file.ts';
import type { Cost, Hypothesis, LedgerEntry, Measurement } from '../../src/ledger/model.ts';
import { renderAccount } from '../../src/ledger/render-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const line = {
  schemaVersion: 1 as const,
  id: 'inventory-1',
  at: '2030-01-01T00:00:00Z',
  by: 'ann',
};
const hypothesis = (baseline: number, target: number, cost: Cost | null = null): Hypothesis => ({
  ...line,
  type: 'hypothesis',
  domain: 'inventory',
  text: 'ship without waiting',
  metric: { name: 'lead time', unit: 'days', baseline, target, due: '2030-06-30' },
  cost,
});
const measured = (value: number, cost: Cost | null = null): Measurement => ({
  ...line,
  type: 'measurement',
  value,
  source: 'tickets',
  cost,
});

describe('the verdict', () => {
  it.each<[string, number, number, number[], string, string, number | null]>([
    ['nothing measured, in time', 9, 3, [], '2030-05-01', 'wait', null],
    ['nothing measured, too late', 9, 3, [], '2030-07-01', 'wait', null],
    ['reached before its day', 9, 3, [3], '2030-05-01', 'keep', 1],
    ['more than reached', 9, 3, [2], '2030-07-01', 'keep', 7 / 6],
    ['on the way', 9, 3, [6], '2030-06-30', 'wait', 0.5],
    ['half the way, too late', 9, 3, [6], '2030-07-01', 'stop', 0.5],
    ['as before, too late', 9, 3, [9], '2030-07-01', 'merge-back', 0],
    ['worse, too late', 9, 3, [12], '2030-07-01', 'merge-back', -0.5],
    ['worse, in time', 9, 3, [12], '2030-06-01', 'wait', -0.5],
    ['upwards, reached', 10, 50, [50], '2030-07-01', 'keep', 1],
    ['upwards, half', 10, 50, [30], '2030-07-01', 'stop', 0.5],
    ['the last measurement counts', 9, 3, [2, 9], '2030-07-01', 'merge-back', 0],
  ])('%s', (_, baseline, target, values, today, advice, progress) => {
    const account = {
      hypothesis: hypothesis(baseline, target),
      measurements: values.map((value) => measured(value)),
      decision: null,
    };
    const judgement = judge(account, today);
    expect(judgement.advice).toBe(advice);
    if (progress === null) expect(judgement.progress).toBeNull();
    else expect(judgement.progress).toBeCloseTo(progress);
  });

  it('takes the latest that is known of each cost', () => {
    const calls = { in: 4, out: 1, inLoops: 1 };
    const before: Cost = { deployables: null, networkCalls: calls, endpoints: 7, addedP95Ms: null };
    const after: Cost = { deployables: 1, networkCalls: null, endpoints: null, addedP95Ms: 3.5 };
    const account = {
      hypothesis: hypothesis(9, 3, before),
      measurements: [measured(5, after), measured(4)],
      decision: null,
    };
    expect(judge(account, '2030-05-01').cost).toEqual({
      deployables: 1,
      networkCalls: calls,
      endpoints: 7,
      addedP95Ms: 3.5,
    });
  });
});

it('a metric without a unit leaves no gap in the text', () => {
  const stated = hypothesis(9, 3);
  const account = {
    hypothesis: { ...stated, metric: { ...stated.metric, unit: '' } },
    measurements: [measured(5)],
    decision: null,
  };
  const text = renderAccount(account, judge(account, '2030-05-01'));
  expect(text).toContain('from 9 to 3 by 2030-06-30');
  expect(text).toContain('9 → 5, 3 wanted');
  expect(text).toContain('5, 67 % of the way');
});

describe('the cost', () => {
  const files = [
    { path: 'inventory/a.ts', domain: 'inventory' },
    { path: 'orders/b.ts', domain: 'orders' },
    { path: 'lib/c.ts', domain: null },
  ];
  const call = (file: string, to: string, inLoop = false) => ({ file, to, inLoop });
  const analysis = {
    files,
    calls: [
      call('orders/b.ts', 'inventory/a.ts', true),
      call('orders/b.ts', 'inventory/a.ts'),
      call('inventory/a.ts', 'orders/b.ts'),
      call('inventory/a.ts', 'inventory/a.ts'),
      call('inventory/a.ts', 'lib/c.ts'),
      call('orders/b.ts', 'orders/b.ts'),
    ],
    routes: [{ domain: 'inventory' }, { domain: 'orders' }],
  } as unknown as Analysis;
  const traffic = (requests: number, p95Ms: number) => ({ requests, p95Ms });
  const proxy = {
    routes: [
      { service: 'stock', monolith: traffic(9, 10), serviceTraffic: traffic(9, 14.256) },
      { service: 'stock', monolith: traffic(0, 0), serviceTraffic: traffic(9, 99) },
      { service: 'other', monolith: traffic(9, 10), serviceTraffic: traffic(9, 50) },
    ],
  } as unknown as ProxyStatus;
  const config = parseConfig('schemaVersion: 1\nservices: { stock: { domain: inventory } }', 'x');

  it('counts what crosses the border, and takes the latency of routes that both sides answered', () => {
    expect(costOf('inventory', config, analysis, proxy)).toEqual({
      deployables: 1,
      networkCalls: { in: 2, out: 1, inLoops: 1 },
      endpoints: 1,
      addedP95Ms: 4.26,
    });
  });

  it('is not known where nobody can be asked', () => {
    expect(costOf('orders', config, undefined, undefined)).toEqual({
      deployables: null,
      networkCalls: null,
      endpoints: null,
      addedP95Ms: null,
    });
  });
});

describe('the file', () => {
  it('is only ever added to, also after a line that was cut short', () => {
    const file = join(folder, 'added.jsonl');
    const first: LedgerEntry = hypothesis(9, 3);
    appendToLedger(file, first);
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.trimEnd());
    appendToLedger(file, measured(5));
    expect(readFileSync(file, 'utf8')).toBe(`${before}${JSON.stringify(measured(5))}\n`);
    expect(readLedger(file)).toEqual([first, measured(5)]);
  });

  it.each([
    ['no JSON', '{"schemaVersion":1', ':2 is not JSON'],
    ['another version', JSON.stringify({ ...measured(1), schemaVersion: 2 }), ':2 '],
    ['an unknown kind', JSON.stringify({ ...line, type: 'hope' }), ':2 '],
    ['a key too many', JSON.stringify({ ...measured(1), extra: 1 }), ':2 '],
    ['no number', JSON.stringify({ ...measured(1), value: 'five' }), ':2 '],
  ])('is refused with %s, and the line is named', (_, text, message) => {
    const file = join(folder, 'broken.jsonl');
    writeFileSync(file, `${JSON.stringify(hypothesis(9, 3))}\n${text}\n`);
    expect(() => readLedger(file)).toThrow(
      expect.objectContaining({
        code: 'CLI_FILE_INVALID',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('finds a hypothesis by id, or the latest of a domain', () => {
    const second = { ...hypothesis(5, 1), id: 'inventory-2' };
    const accounts = accountsOf([hypothesis(9, 3), second, measured(4)]);
    expect(accountNamed(accounts, 'inventory').hypothesis.id).toBe('inventory-2');
    expect(accountNamed(accounts, 'inventory-1').measurements).toHaveLength(1);
    expect(() => accountNamed(accounts, 'mail')).toThrow('no hypothesis for mail');
  });
});
