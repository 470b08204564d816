/**
 * CPU that each duty of the gateway costs per request: the proxy with the duty beside the proxy without
 * any, in turn, in one run. `--beside URL` adds another build of the package without duties, to see what
 * it costs that they exist. Needs wrk, taskset. Ours is the built package (npm run build).
 *
 *   node --conditions=@ashlar/source packages/strangler/bench/duties.ts [--seconds 2] [--rounds 5] [--warm 2]
 *     [--only NAME|NAME] [--redis URL] [--beside file:///…/packages/strangler/dist/index.js]
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startTlsClient } from './duty-partners.ts';
import { candidates } from './duty-tables.ts';
import { cpuSeconds, LOAD_CORE, PROXY_CORE, type Running, startNode } from './machines.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '2' },
    only: { type: 'string' },
    beside: { type: 'string' },
    redis: { type: 'string', default: 'redis://127.0.0.1:6379' },
  },
});
const [seconds, rounds] = [values.seconds, values.rounds].map(Number) as [number, number];
const built = new URL('../dist/index.js', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'ashlar-duties-'));
const upstream = await startNode('upstream.ts', [], LOAD_CORE, folder);
// Partners of the duties run in this process: not on the core that is measured.
execFileSync('taskset', ['-pc', LOAD_CORE, String(process.pid)]);
const all = await candidates(folder, upstream.port, values.redis);
const wanted = values.only?.split('|');
const bases = all.filter(({ name }) => wanted?.includes(name)).map(({ base = 'none' }) => base);
const chosen = all.filter(
  ({ name }) => name === 'none' || bases.includes(name) || (wanted?.includes(name) ?? true),
);
if (values.beside !== undefined) chosen.push({ ...chosen[0], name: 'beside' } as (typeof all)[0]);

const running = new Map<string, Running>();
/** Where the load goes. */
const ports = new Map<string, number>();
for (const { name, table, tls } of chosen) {
  const from = name === 'beside' ? (values.beside as string) : built;
  const args = [
    name,
    `http://127.0.0.1:${upstream.port}`,
    from,
    JSON.stringify(table),
    JSON.stringify(tls?.server ?? null),
  ];
  const started = await startNode('duty-candidate.ts', args, PROXY_CORE, folder);
  running.set(name, started);
  ports.set(name, tls === undefined ? started.port : await startTlsClient(started.port, tls));
}

async function load(name: string, time: number): Promise<number> {
  const { headers, post } = chosen.find((one) => one.name === name) as (typeof all)[0];
  const script = join(folder, 'post.lua');
  writeFileSync(script, `wrk.method = "POST"\nwrk.body = ${JSON.stringify(post ?? '')}\n`);
  const url = `http://127.0.0.1:${ports.get(name)}/api/1k`;
  const fields = Object.entries(headers).flatMap(([field, value]) => ['-H', `${field}: ${value}`]);
  const body = post === undefined ? [] : ['-s', script];
  const flags = ['-c', LOAD_CORE, 'wrk', '-t1', '-c64', `-d${time}s`, ...fields, ...body, url];
  const { stdout } = await promisify(execFile)('taskset', flags);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${name}: ${stdout}`);
  return Number(/(\d+) requests in/.exec(stdout)?.[1]);
}

const micros = new Map<string, number[]>();
for (const name of running.keys()) await load(name, Number(values.warm));
for (let round = 0; round < rounds; round++) {
  for (const [name, { pids }] of running) {
    const before = cpuSeconds(pids);
    const requests = await load(name, seconds);
    const spent = ((cpuSeconds(pids) - before) / requests) * 1e6;
    micros.set(name, [...(micros.get(name) ?? []), spent]);
  }
}
for (const one of [upstream, ...running.values()]) one.stop();
rmSync(folder, { recursive: true });

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

console.log('| duty | µs per request | more than its base |\n|---|---:|---:|');
for (const { name, base = 'none' } of chosen) {
  const own = micros.get(name) ?? [];
  const bare = micros.get(base) ?? [];
  // Differences within a round: what disturbed one disturbed the other.
  const more = median(own.map((spent, round) => spent - (bare[round] ?? Number.NaN)));
  console.log(`| ${name} | ${median(own).toFixed(1)} | ${name === base ? '' : more.toFixed(1)} |`);
}
process.exit(0);
