/**
 * Bent requests for as long as wanted; see test/support/fuzz.ts.
 *
 *   node --conditions=@ashlar/source packages/strangler/bench/fuzz.ts [seconds] [seed] [lane]
 */
import { fuzz } from '../test/support/fuzz.ts';

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? 1);
const lane = (['safe', 'tls'] as const).find((name) => name === process.argv[4]) ?? 'fast';

const { sent, forwarded, dirty, hung } = await fuzz({ seconds, seed, lane, workers: 16 });
console.log(
  `${lane}: ${sent} requests, ${forwarded} forwarded, ${dirty.length} dirty, ${hung.length} hung`,
);
for (const line of [...dirty.slice(0, 10), ...hung.slice(0, 10)]) console.log(line);
process.exit(dirty.length + hung.length === 0 ? 0 : 1);
