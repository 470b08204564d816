import { RouteBudget } from '../../src/budget/route-budget.ts';
import type { Budget } from '../../src/index.ts';
import { RollingWindow } from '../../src/observe/window.ts';

interface Side {
  /** Share of answers that fail, 0–1. */
  readonly errors?: number;
  /** How many times as long as usual an answer takes. */
  readonly slower?: number;
}

export interface Rates {
  readonly monolith: Side;
  readonly service: Side;
}

export interface Traffic extends Rates {
  /** Share of the requests that the service answers, 0–1. */
  readonly share: number;
  readonly requests: number;
  /** Of all requests, before the service becomes as it is; until then it is like the monolith. */
  readonly goodFor?: number;
  /** How the monolith is from then on, when something breaks for both; else it stays as it was. */
  readonly monolithThen?: Side;
  /** The monolith answers what the service has failed. */
  readonly fallback?: boolean;
  /** Requests per second; 10 by default. */
  readonly perSecond?: number;
  readonly budget?: Partial<Budget>;
  /** Requests that only the monolith answers, before the canary begins. */
  readonly before?: number;
}

export interface Simulated {
  /** Service answers until the alarm, since it became as it is; undefined when there was none. */
  readonly breachedAfter: number | undefined;
  readonly cleared: boolean;
}

const BUDGET: Budget = {
  errors: 0.01,
  latency: 3,
  latencySlackMs: 50,
  mismatches: 0.02,
  parity: 0.9,
  minimum: 10,
  windowSeconds: 300,
};

/** Times to answer are log-normal, 40 ms in the middle, p95 about 120. */
export function simulate(traffic: Traffic, seed: number): Simulated {
  const random = randomFrom(seed);
  let now = 0;
  const budget = { ...BUDGET, latencySlackMs: 5, ...traffic.budget };
  const window = new RollingWindow(budget.windowSeconds, now);
  const route = new RouteBudget(budget, window, () => now);
  const { share, requests, goodFor = 0, before = 200, perSecond = 10 } = traffic;
  const answer = (side: Side): { readonly failed: boolean; readonly ms: number } => ({
    failed: random() < (side.errors ?? 0),
    ms: 40 * Math.exp(0.67 * normal(random)) * (side.slower ?? 1),
  });
  const askMonolith = (side: Side): void => {
    const { failed, ms } = answer(side);
    route.monolithAnswered(failed, ms);
    window.add(failed, ms, now);
  };
  let served = 0;
  for (let i = -before; i < requests; i++) {
    now += 1000 / perSecond;
    const good = i < goodFor;
    const monolith = good ? traffic.monolith : (traffic.monolithThen ?? traffic.monolith);
    if (i < 0 || random() >= share) {
      askMonolith(monolith);
      if (i === -1) route.restart();
      continue;
    }
    const { failed, ms } = answer(good ? traffic.monolith : traffic.service);
    if (!good) served++;
    if (route.answered(failed, ms) !== undefined) return { breachedAfter: served, cleared: false };
    if (failed && traffic.fallback === true) askMonolith(monolith);
  }
  const { errors, latency } = route.status();
  const cleared = errors.outcome === 'clear' && latency.outcome !== 'wait';
  return { breachedAfter: undefined, cleared };
}

/** Mulberry32: the same numbers for the same seed, everywhere. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
