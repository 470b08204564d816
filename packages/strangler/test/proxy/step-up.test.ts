import { afterEach, describe, expect, it } from 'vitest';
import type { Gate } from '../../src/index.ts';
import { json, type Pair, startPair, visit } from '../support/pair.ts';

let pair: Pair;
afterEach(() => pair.close());

const open = { parity: 0, minimum: 5, mismatches: 1, latencySlackMs: 5000 };
const quick = { errors: 0.5, ...open };

/** Visits until the route is where it should be, or the patience is over. */
async function until(done: () => boolean): Promise<boolean> {
  for (let i = 0; i < 40; i++) {
    if (done()) return true;
    await visit(pair.proxy.url, 20);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return done();
}

const percent = (): number | undefined => pair.proxy.status().routes[0]?.percent;

describe('a canary with a plan', { timeout: 30_000 }, () => {
  it('goes through its steps by itself and stops at the last', async () => {
    pair = await startPair({ state: 'canary', percent: 20, plan: [20, 50, 100], budget: quick });
    expect(await until(() => percent() === 100)).toBe(true);
    const steps = pair.proxy
      .history({ route: 'shop' })
      .filter(({ action }) => action === 'promote');
    expect(steps.map(({ to, by }) => [to.percent, by])).toEqual([
      [50, 'ashlar'],
      [100, 'ashlar'],
    ]);
    expect(pair.proxy.status().routes[0]?.state).toBe('canary');
  });

  it('waits while there is little traffic', async () => {
    pair = await startPair({ state: 'canary', percent: 50, plan: [50, 100], budget: open });
    await visit(pair.proxy.url, 8);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(percent()).toBe(50);
    expect(pair.proxy.history().some(({ action }) => action === 'refuse')).toBe(false);
  });

  it('asks the gates, and asks a refusing one no more than once a minute', async () => {
    let asked = 0;
    const no: Gate = {
      name: 'no',
      check: async () => {
        asked++;
        return { allowed: false, reason: 'not verified' };
      },
    };
    pair = await startPair(
      { state: 'canary', percent: 50, plan: [50, 100], budget: quick },
      { gates: [no] },
    );
    expect(await until(() => asked > 0)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect([asked, percent()]).toEqual([1, 50]);
  });

  it('goes nowhere on a route that is held or does badly', async () => {
    pair = await startPair({ state: 'canary', percent: 50, plan: [50, 100], budget: quick });
    await pair.proxy.hold('shop', { by: 'ann' });
    await visit(pair.proxy.url, 100);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(percent()).toBe(50);
    pair.service.answer = json({}, 503);
    await pair.proxy.hold('shop', { release: true, by: 'ann' });
    expect(await until(() => pair.proxy.status().routes[0]?.state === 'monolith')).toBe(true);
  });
});
