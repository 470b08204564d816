import { afterEach, describe, expect, it } from 'vitest';
import {
  type Advance,
  createProxy,
  type Gate,
  type GateAnswer,
  loadRoutes,
  type WrittenRoute,
} from '../../src/index.ts';
import { json, type Pair, startPair, visit } from '../support/pair.ts';

let pair: Pair;
afterEach(() => pair.close());

const budget = { parity: 0, minimum: 1, latencySlackMs: 5000 };
const NOW = Date.parse('2030-05-01T12:00:00Z');
const yes: GateAnswer = { allowed: true, reason: 'fine' };
const broken: GateAnswer = { allowed: false, reason: 'verification failed', certain: true };
const unknown: GateAnswer = { allowed: false, reason: 'no result yet' };

interface Scripted extends Gate {
  answer: GateAnswer | Error;
  readonly asked: Advance[];
}

function scripted(name: string, watch: boolean, answer: GateAnswer | Error = yes): Scripted {
  const gate: Scripted = {
    name,
    watch,
    answer,
    asked: [],
    check: async (advance) => {
      gate.asked.push(advance);
      if (gate.answer instanceof Error) throw gate.answer;
      return gate.answer;
    },
  };
  return gate;
}

const shop = () => pair.proxy.status().routes[0];
const lastOf = (action: string) =>
  pair.proxy.history({ route: 'shop' }).findLast((decision) => decision.action === action);

describe('parity', () => {
  it.each<[string, Partial<WrittenRoute>, RegExp]>([
    ['in monolith', { state: 'monolith' }, /Run: ashlar proxy promote shop --to shadow/],
    ['in shadow', { state: 'shadow' }, /^Leave route "shop" in shadow/],
    ['in canary', { state: 'canary', percent: 5 }, /^Leave route "shop" in canary/],
    [
      'in a canary without copies',
      { state: 'canary', percent: 5, shadow: { duringCanary: false } },
      /Run: ashlar proxy rollback shop, then: ashlar proxy promote shop --to shadow/,
    ],
  ])('%s says how more answers come to be compared', async (_, route, fix) => {
    pair = await startPair(route);
    const { gates } = await pair.proxy.promote('shop', { percent: 50 });
    const parity = gates.find(({ gate }) => gate === 'parity');
    expect(parity).toMatchObject({ allowed: false, fix: expect.stringMatching(fix) });
  });
});

describe('a gate', () => {
  it('is told what the route asks for, who answers for it, and where the service is', async () => {
    const gate = scripted('listener', false);
    pair = await startPair(
      { owner: 'team-shop', steps: [2, 50], gate: { telemetry: false, pacts: ['pacts'] }, budget },
      { gates: [gate] },
    );
    await pair.proxy.promote('shop');
    expect(gate.asked[0]).toMatchObject({
      owner: 'team-shop',
      firstStep: 2,
      address: { url: pair.service.upstream.url },
      asks: { telemetry: false, pacts: ['pacts'], owner: true, rehearsal: true },
    });
    expect(gate.asked[0]).not.toHaveProperty('rehearsed');
  });
});

describe('of two services', () => {
  it('a gate is told which others are under way now, not by the table', async () => {
    const gate = scripted('listener', false);
    const nobody = 'http://127.0.0.1:9';
    const route = { sticky: { header: 'x-user' }, gate: { telemetry: false } } as const;
    const proxy = await createProxy({
      port: 0,
      gates: [gate],
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: nobody, stock: nobody, orders: nobody },
        routes: [
          { ...route, id: 'stock', match: '/stock', service: 'stock', state: 'monolith' },
          { ...route, id: 'orders', match: '/orders', service: 'orders', state: 'monolith' },
          { match: '/**', state: 'monolith' },
        ],
      }),
    });
    try {
      await proxy.promote('stock', { to: 'shadow' });
      await proxy.promote('orders', { to: 'shadow' });
      proxy.rollback('stock');
      await proxy.promote('orders', { to: 'dark' });
    } finally {
      await proxy.close({ drainMs: 1 });
    }
    expect(gate.asked.map(({ route, underWay }) => [route, underWay])).toEqual([
      ['stock', []],
      ['orders', ['stock']],
      ['orders', []],
    ]);
  });
});

describe('a gate that cannot decide', () => {
  it.each([
    ['says what its error says to do', { hint: 'Run: create it' }, 'Run: create it'],
    [
      'else what can be said of any',
      {},
      'Make what gate "contract" asks reachable, then try again.',
    ],
  ])('%s', async (_, more, fix) => {
    const contract = scripted('contract', true, Object.assign(new Error('no such thing'), more));
    pair = await startPair({ budget }, { gates: [contract] });
    const { gates } = await pair.proxy.promote('shop');
    expect(gates.find(({ gate }) => gate === 'contract')).toMatchObject({ allowed: false, fix });
  });
});

describe('a contract that breaks after the step it allowed', () => {
  it.each([
    ['a certain no moves the route back', {}, broken, 'rollback', 'monolith', false],
    [
      'a certain no holds it, if so wished',
      { onIncompatible: 'hold' },
      broken,
      'hold',
      'canary',
      true,
    ],
    ['a missing result does nothing', {}, unknown, 'none', 'canary', false],
    ['a broker that is away does nothing', {}, new Error('refused'), 'none', 'canary', false],
    ['a yes does nothing', {}, yes, 'none', 'canary', false],
  ] as const)('%s', async (_, gate, answer, action, state, held) => {
    const contract = scripted('contract', true);
    const other = scripted('other', false, broken);
    pair = await startPair(
      { state: 'canary', percent: 50, gate, budget },
      { gates: [contract, other] },
    );
    contract.answer = answer;
    expect(await pair.proxy.recheck()).toMatchObject([
      { route: 'shop', action },
      { action: 'none' },
    ]);
    expect(shop()).toMatchObject({ state, held, armed: true });
    // One that is not watched is not even asked.
    expect(other.asked).toEqual([]);
    if (action !== 'none') {
      expect(lastOf(action)).toMatchObject({
        by: 'ashlar',
        why: 'contract says: verification failed',
        evidence: { gates: [{ gate: 'contract', allowed: false }] },
      });
    }
  });

  it('is noticed by itself, and a hold is written down once', async () => {
    const contract = scripted('contract', true, broken);
    pair = await startPair(
      { state: 'service', gate: { onIncompatible: 'hold' }, budget },
      { gates: [contract], recheckMs: 200 },
    );
    await expect.poll(() => contract.asked.length, { timeout: 10_000 }).toBeGreaterThan(2);
    const held = pair.proxy.history({ route: 'shop' }).filter(({ action }) => action === 'hold');
    expect(held.length).toBe(1);
    expect(shop()).toMatchObject({ state: 'service', held: true });
  });

  it('does not concern a route that nobody is on', async () => {
    const contract = scripted('contract', true, broken);
    pair = await startPair({ state: 'shadow', budget }, { gates: [contract] });
    expect(await pair.proxy.recheck()).toMatchObject([{ action: 'none' }, { action: 'none' }]);
    expect(contract.asked).toEqual([]);
  });
});

describe('an override', () => {
  const until = '2030-05-08T00:00:00Z';
  const force = { force: true, by: 'ann', why: 'incident 7', until };

  it.each([
    ['no name', { ...force, by: '' }],
    ['a blank for a name', { ...force, by: ' ' }],
    ['no reason', { ...force, why: '' }],
    ['a blank for a reason', { ...force, why: '\t' }],
    ['no end', { force: true, by: 'ann', why: 'incident 7' }],
    ['an end that is no time', { ...force, until: 'soon' }],
    ['an end that is over', { ...force, until: '2030-05-01T11:59:59Z' }],
  ])('is refused with %s', async (_, request) => {
    pair = await startPair({ budget }, { clock: () => NOW });
    await expect(pair.proxy.promote('shop', request)).rejects.toMatchObject({
      code: 'PROXY_CHANGE_INVALID',
    });
    expect(shop()?.state).toBe('monolith');
  });

  it('holds against its own gates until its end, and the gates decide again then', async () => {
    let now = NOW;
    const contract = scripted('contract', true, broken);
    const second = scripted('second', true);
    pair = await startPair({ budget }, { gates: [contract, second], clock: () => now });
    const { changed } = await pair.proxy.promote('shop', { ...force, percent: 50 });
    expect(changed).toBe(true);
    expect(shop()?.override).toEqual({
      by: 'ann',
      why: 'incident 7',
      until: '2030-05-08T00:00:00.000Z',
      gates: ['contract'],
    });
    expect(lastOf('promote')?.evidence).toMatchObject({
      override: { until: '2030-05-08T00:00:00.000Z' },
    });
    expect((await pair.proxy.recheck())[0]?.action).toBe('none');
    now = Date.parse(until) + 1;
    contract.answer = unknown;
    expect((await pair.proxy.recheck())[0]?.action).toBe('rollback');
    expect(lastOf('rollback')?.why).toContain('the override of ann ended 2030-05-08');
    expect(shop()?.override).toBeUndefined();
  });

  it('does not cover what another gate finds meanwhile', async () => {
    const contract = scripted('contract', true, broken);
    const second = scripted('second', true);
    pair = await startPair({ budget }, { gates: [contract, second], clock: () => NOW });
    await pair.proxy.promote('shop', { ...force, percent: 50 });
    second.answer = broken;
    expect((await pair.proxy.recheck())[0]?.action).toBe('rollback');
  });

  it('lapses when its gates allow the route in the end', async () => {
    let now = NOW;
    const contract = scripted('contract', false, unknown);
    pair = await startPair({ budget }, { gates: [contract], clock: () => now });
    await pair.proxy.promote('shop', { ...force, percent: 50 });
    now = Date.parse(until) + 1;
    contract.answer = yes;
    expect((await pair.proxy.recheck())[0]?.action).toBe('lapse');
    expect(shop()).toMatchObject({ state: 'canary', percent: 50 });
    expect(shop()).not.toHaveProperty('override');
  });

  it('of too few answers ends with that question asked again', async () => {
    let now = NOW;
    pair = await startPair(
      { state: 'canary', percent: 5, budget: { ...budget, minimum: 20 } },
      { clock: () => now },
    );
    await pair.proxy.promote('shop', { ...force, percent: 50 });
    expect(shop()?.override?.gates).toEqual(['budget']);
    now = Date.parse(until) + 1;
    expect((await pair.proxy.recheck())[0]?.action).toBe('rollback');
    expect(lastOf('rollback')?.why).toContain('budget says: only 0 of 20 answers seen');
  });

  it('is none where every gate says yes', async () => {
    pair = await startPair({ budget }, { clock: () => NOW });
    await pair.proxy.promote('shop', force);
    expect(shop()).not.toHaveProperty('override');
  });
});

describe('a rehearsal of the way back', { timeout: 30_000 }, () => {
  const canary = { state: 'canary', percent: 100, budget } as const;

  async function rehearse(users: number) {
    const running = pair.proxy.rehearse('shop', { by: 'ann', why: 'before the sale', seconds: 1 });
    await expect.poll(() => shop()?.state).toBe('monolith');
    await visit(pair.proxy.url, users);
    return running;
  }

  it('takes users to the monolith and back, and counts when it served them', async () => {
    pair = await startPair(canary);
    const seen = await rehearse(10);
    expect(seen).toMatchObject({ passed: true, answers: 10, errors: 0, to: { state: 'canary' } });
    expect(pair.monolith.seen.length).toBe(10);
    expect(shop()).toMatchObject({ state: 'canary', percent: 100, rehearsed: expect.any(String) });
    const steps = pair.proxy.history({ route: 'shop' }).slice(-2);
    expect(steps.map(({ action, by, to }) => [action, by, to.state])).toEqual([
      ['rehearse', 'ann', 'monolith'],
      ['rehearse', 'ann', 'canary'],
    ]);
    await visit(pair.proxy.url, 3);
    // A canary goes on comparing: copies are marked with a star.
    expect(pair.monolith.seen.slice(10).filter((request) => !request.endsWith('*'))).toEqual([]);
  });

  it.each([
    ['nobody came', 0, 200, 'asked nothing'],
    ['the monolith can no longer serve them', 10, 500, '10 of them errors'],
  ])('does not count when %s', async (_, users, status, because) => {
    pair = await startPair(canary);
    pair.monolith.answer = json({}, status);
    const seen = await rehearse(users);
    expect(seen).toMatchObject({ passed: false, because: expect.stringContaining(because) });
    expect(shop()).toMatchObject({ state: 'canary' });
    expect(shop()).not.toHaveProperty('rehearsed');
  });

  it('leaves the route where somebody moved it meanwhile', async () => {
    pair = await startPair(canary);
    const running = pair.proxy.rehearse('shop', { seconds: 1 });
    await expect.poll(() => shop()?.state).toBe('monolith');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await pair.proxy.rollback('shop', { by: 'ben', why: 'stay' });
    expect(await running).toMatchObject({ passed: false, to: { state: 'monolith' } });
    expect(shop()?.state).toBe('monolith');
  });

  it('is had by a real roll back of real users, and by no other', async () => {
    pair = await startPair({ ...canary, state: 'shadow' });
    await pair.proxy.rollback('shop');
    expect(shop()).not.toHaveProperty('rehearsed');
    await pair.proxy.promote('shop', { percent: 50 });
    await pair.proxy.rollback('shop');
    expect(shop()).toHaveProperty('rehearsed');
  });

  it.each([
    ['no user is on the service', { state: 'shadow' as const, budget }, 1],
    ['it would take too long', canary, 60],
  ])('is refused when %s', async (_, route, seconds) => {
    pair = await startPair(route);
    await expect(pair.proxy.rehearse('shop', { seconds })).rejects.toMatchObject({
      code: 'PROXY_CHANGE_INVALID',
    });
  });
});
