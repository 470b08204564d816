/**
 * How often the budget tests cry wolf, and how soon they notice: simulated traffic over a route in
 * canary, judged after every single answer, as the proxy does.
 *
 *     node --conditions=@ashlar/source packages/strangler/bench/budget.ts [runs] [requests] [rates]
 *
 * With `rates`: how soon it notices, from 0.5 to 100 % of errors and 1 to 1,000 requests a second,
 * beside Wald's test; and after a long good time, by how many are on the service.
 */
import {
  type Rates,
  type Simulated,
  simulate,
  type Traffic,
} from '../test/support/simulated-traffic.ts';

const [runs = 400, requests = 20_000] = process.argv.slice(2).map(Number);

/** What the monolith fails, 0–1. */
const BASE = 0.001;
const RATES = [0.005, 0.01, 0.011, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1];
const LATE_RATES = [0.05, 0.3, 1];
const TRAFFICS = [1, 10, 100, 1000];

interface Row extends Rates {
  readonly what: string;
  readonly share: number;
  readonly fallback?: boolean;
}

const rows: Row[] = [
  ...[0, 0.001, 0.01, 0.05].flatMap((rate) =>
    [0.01, 0.25, 0.9, 1].map((share) => ({
      what: `A/A, ${rate * 100} % errors`,
      monolith: { errors: rate },
      service: { errors: rate },
      share,
      fallback: true,
    })),
  ),
  ...[0.25, 0.9].map((share) => ({ what: 'A/A, latency', monolith: {}, service: {}, share })),
  ...[
    [0.001, 0.011],
    [0.001, 0.05],
    [0.01, 0.03],
    [0.05, 0.1],
    [0.01, 1],
  ].map(([before = 0, after = 0]) => ({
    what: `errors ${before * 100} → ${after * 100} %`,
    monolith: { errors: before },
    service: { errors: after },
    share: 0.25,
  })),
  { what: 'latency × 2', monolith: {}, service: { slower: 2 }, share: 0.25 },
  { what: 'latency × 5', monolith: {}, service: { slower: 5 }, share: 0.25 },
  { what: 'latency × 10', monolith: {}, service: { slower: 10 }, share: 0.25 },
];

if (process.argv[4] === 'rates') {
  ratesAndTraffics();
  afterALongTime();
} else alarmsAndClears();

function alarmsAndClears(): void {
  line('traffic', 'canary', 'alarms', 'clear', 'service answers to the alarm: median, p95');
  for (const row of rows) {
    const found = repeated({ ...row, requests });
    const alarms = soonest(found);
    const clear = found.filter(({ cleared }) => cleared).length;
    line(
      row.what,
      `${row.share * 100} %`,
      percent(alarms.length / runs),
      percent(clear / runs),
      `${at(alarms, 0.5)}, ${at(alarms, 0.95)}`,
    );
  }
}

/** A quarter of the users on a service that fails from the start; the monolith fails 1 in 1,000. */
function ratesAndTraffics(): void {
  line(
    'errors',
    "Wald's test",
    ...TRAFFICS.map((perSecond) => `${perSecond}/s: alarms, median, p95`),
  );
  for (const errors of RATES) {
    const found = TRAFFICS.map((perSecond) => {
      const failing = { monolith: { errors: BASE }, service: { errors }, share: 0.25 };
      const alarms = soonest(repeated({ ...failing, before: 1000, requests, perSecond }));
      return `${percent(alarms.length / runs)}, ${at(alarms, 0.5)}, ${at(alarms, 0.95)}`;
    });
    line(percent(errors), Math.round(waldsNumber(errors)).toString(), ...found);
  }
}

/** The service becomes bad after 20,000 good requests; reads fall back, writes do not. */
function afterALongTime(): void {
  line(
    'canary',
    'falls back',
    ...LATE_RATES.map((errors) => `${percent(errors)}: alarms, median, p95`),
  );
  for (const share of [0.25, 0.9, 1]) {
    for (const fallback of [true, false]) {
      const found = LATE_RATES.map((errors) => {
        const late = { share, fallback, goodFor: 20_000, before: 1000, perSecond: 100 };
        const failing = { monolith: { errors: BASE }, service: { errors } };
        const alarms = soonest(repeated({ ...late, ...failing, requests: 20_000 + requests }));
        return `${percent(alarms.length / runs)}, ${at(alarms, 0.5)}, ${at(alarms, 0.95)}`;
      });
      line(`${share * 100} %`, fallback ? 'yes' : 'no', ...found);
    }
  }
}

/**
 * Expected answers until Wald's test between the rates that are just healthy and just broken
 * decides, when both are known (Wald, "Sequential Analysis", 1947, A:64 and 3.57).
 */
function waldsNumber(rate: number): number {
  const [healthy, broken] = [BASE + 0.002, BASE + 0.01];
  const failed = Math.log(broken / healthy);
  const good = Math.log((1 - broken) / (1 - healthy));
  const border = Math.log(99);
  const drift = rate * failed + (1 - rate) * good;
  const accepts = acceptance(rate, failed, good, border);
  return ((1 - 2 * accepts) * border) / drift;
}

/** Chance that it says healthy: 1 / (1 + B^h) where h solves E[e^(h·step)] = 1, for α = β. */
function acceptance(rate: number, failed: number, good: number, border: number): number {
  const mean = (h: number): number => rate * Math.exp(h * failed) + (1 - rate) * Math.exp(h * good);
  const drift = rate * failed + (1 - rate) * good;
  // Besides 0 there is one zero of mean - 1, on the other side of it than the drift.
  let [near, far] = drift > 0 ? [-1e-9, -1e4] : [1e-9, 1e4];
  for (let i = 0; i < 200; i++) {
    const middle = (near + far) / 2;
    if (mean(middle) < 1) near = middle;
    else far = middle;
  }
  return 1 / (1 + Math.exp(-border * near));
}

function repeated(traffic: Traffic): readonly Simulated[] {
  return Array.from({ length: runs }, (_, seed) => simulate(traffic, seed + 1));
}

function soonest(found: readonly Simulated[]): number[] {
  return found.flatMap(({ breachedAfter }) => breachedAfter ?? []).sort((a, b) => a - b);
}

function at(sorted: readonly number[], q: number): string {
  return String(sorted[Math.floor(q * sorted.length)] ?? '–');
}

function line(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
