/**
 * CPU of each proxy per request, from /proc, beside others in the same run. Wall time says little
 * on a shared machine; CPU per request, and the ratio to nginx, do. Needs wrk, nginx, taskset and
 * openssl. All candidates run at once, alone on one core, are warmed up, and are then measured in
 * turn, again and again, so that what else the machine does hits all of them alike. Ours is the
 * built package (npm run build).
 *
 *   ASHLAR_BENCH_MODULES=<folder with fastify, @fastify/http-proxy, httpxy, http-proxy-middleware,
 *   express> node --conditions=@ashlar/source packages/strangler/bench/cpu.ts
 *     [--seconds 2] [--rounds 5] [--warm 6] [--only 'NAME|NAME'] [--shapes 1k,tls] [--no-memory]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { selfSigned } from '../test/support/certificate.ts';
import { hold, load, SHAPES, type Shape } from './load.ts';
import {
  cpuSeconds,
  has,
  LOAD_CORE,
  memoryOf,
  PROXY_CORE,
  type Running,
  startHaproxy,
  startNginx,
  startNode,
} from './machines.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '6' },
    only: { type: 'string' },
    shapes: { type: 'string' },
    'no-memory': { type: 'boolean', default: false },
  },
});
const [seconds, rounds, warm] = [values.seconds, values.rounds, values.warm].map(Number) as [
  number,
  number,
  number,
];
const shapes = SHAPES.filter((shape) => values.shapes?.split(',').includes(shape) ?? true);
const competitors =
  process.env.ASHLAR_BENCH_MODULES === undefined
    ? []
    : ['@fastify/http-proxy', 'httpxy', 'http-proxy-middleware'];
const all = [
  'nginx',
  ...(has('haproxy') ? ['haproxy'] : []),
  'bytes copied, no HTTP',
  'ashlar, one route',
  'ashlar, sticky canary',
  'ashlar, shadow',
  'ashlar, safe lane',
  ...competitors,
];
const wanted = values.only?.split('|');
const names = all.filter((name) => name === 'nginx' || (wanted?.includes(name) ?? true));

const built = new URL('../dist/index.js', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
const certificate = selfSigned('localhost');
if (certificate === undefined) throw new Error('openssl is needed');
for (const [kind, pem] of Object.entries(certificate)) {
  writeFileSync(join(folder, `${kind}.pem`), pem);
}
writeFileSync(join(folder, 'both.pem'), certificate.cert + certificate.key);

const upstream = await startNode('upstream.ts', [], LOAD_CORE, folder);
const url = `http://127.0.0.1:${upstream.port}`;

function start(name: string): Promise<Running> {
  if (name === 'nginx') return startNginx(upstream.port, folder);
  if (name === 'haproxy') return startHaproxy(upstream.port, folder);
  return startNode('candidate.ts', [name, url, folder, built], PROXY_CORE, folder);
}

const micros = new Map<string, number[]>();
const memory = new Map<string, string>();

function speaks(running: Running, shape: Shape): boolean {
  return shape !== 'tls' || running.tlsPort !== 0;
}

async function measure(name: string, running: Running, shape: Shape): Promise<void> {
  const before = cpuSeconds(running.pids);
  const requests = await load(running, shape, seconds, folder);
  const spent = ((cpuSeconds(running.pids) - before) / requests) * 1e6;
  const key = `${name} ${shape}`;
  micros.set(key, [...(micros.get(key) ?? []), spent]);
}

/** A fresh process, so that no earlier shape has blown it up: a thousand connections, all asking. */
async function remember(name: string): Promise<void> {
  const running = await start(name);
  const idle = memoryOf(running.pids);
  const during = await hold(running, Math.max(4, seconds), () => memoryOf(running.pids));
  memory.set(name, `${idle.toFixed(0)} → ${during.toFixed(0)} MB`);
  running.stop();
}

if (!values['no-memory']) for (const name of names) await remember(name);
const running = new Map<string, Running>();
for (const name of names) running.set(name, await start(name));
for (const shape of shapes) {
  for (const one of running.values()) {
    if (speaks(one, shape))
      await load(one, shape, shape === '1k' ? warm : Math.ceil(warm / 2), folder);
  }
}
for (let round = 0; round < rounds; round++) {
  for (const shape of shapes) {
    for (const [name, one] of running) if (speaks(one, shape)) await measure(name, one, shape);
  }
}
for (const one of [upstream, ...running.values()]) one.stop();
rmSync(folder, { recursive: true });

function median(samples: readonly number[] | undefined): number {
  return [...(samples ?? [])].sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

/** The median of the ratios taken within one round each: what disturbed one disturbed the other. */
function ratio(name: string, shape: Shape): number {
  const nginx = micros.get(`nginx ${shape}`) ?? [];
  const own = micros.get(`${name} ${shape}`) ?? [];
  return median(own.map((spent, round) => (nginx[round] ?? Number.NaN) / spent));
}

console.log(`| candidate | ${shapes.join(' | ')} | RSS, idle → 1,000 connections |`);
console.log(`|---|${shapes.map(() => '---|').join('')}---|`);
for (const name of names) {
  const cells = shapes.map((shape) => {
    const own = median(micros.get(`${name} ${shape}`));
    return Number.isNaN(own) ? '' : `${own.toFixed(0)} (${ratio(name, shape).toFixed(2)})`;
  });
  console.log(`| ${name} | ${cells.join(' | ')} | ${memory.get(name) ?? ''} |`);
}
process.exit(0);
