/**
 * How often the budget tests cry wolf, and how soon they notice: simulated traffic over a route in
 * canary, judged after every single answer, as the proxy does.
 *
 *     node --conditions=@ashlar/source packages/strangler/bench/budget.ts [runs] [requests]
 */
import { type Rates, simulate, type Traffic } from '../test/support/simulated-traffic.ts';

const [runs = 400, requests = 20_000] = process.argv.slice(2).map(Number);

interface Row extends Rates {
  readonly what: string;
  readonly share: number;
}

const rows: Row[] = [
  ...[0, 0.001, 0.01, 0.05].flatMap((rate) =>
    [0.01, 0.25, 0.9].map((share) => ({
      what: `A/A, ${rate * 100} % errors`,
      monolith: { errors: rate },
      service: { errors: rate },
      share,
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

process.stdout.write(
  '| traffic | canary | alarms | clear | service answers to the alarm: median, p95 |\n',
);
for (const row of rows) {
  const traffic: Traffic = { ...row, requests };
  const found = Array.from({ length: runs }, (_, seed) => simulate(traffic, seed + 1));
  const alarms = found.flatMap(({ breachedAfter }) => breachedAfter ?? []).sort((a, b) => a - b);
  const clear = found.filter(({ cleared }) => cleared).length;
  const at = (q: number): string => String(alarms[Math.floor(q * alarms.length)] ?? '–');
  process.stdout.write(
    `| ${row.what} | ${row.share * 100} % | ${percent(alarms.length / runs)} | ${percent(clear / runs)} | ${at(0.5)}, ${at(0.95)} |\n`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
