/**
 * CPU of each proxy per request, from /proc, beside others in the same run. Wall time says little
 * on a shared machine; CPU per request, and the ratio to nginx, do. Needs wrk, nginx and taskset.
 *
 *   ASHLAR_BENCH_MODULES=<folder with fastify, @fastify/http-proxy, httpxy, http-proxy-middleware,
 *   express> node --conditions=@ashlar/source packages/strangler/bench/cpu.ts [seconds] [rounds]
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

const SECONDS = Number(process.argv[2] ?? 3);
const ROUNDS = Number(process.argv[3] ?? 3);
const SHAPES = ['1k', '1m', 'post', 'chunked'] as const;
type Shape = (typeof SHAPES)[number];

const script = join(tmpdir(), `ashlar-bench-${process.pid}.lua`);
writeFileSync(script, `wrk.method = "POST"\nwrk.body = string.rep("x", 102400)\n`);

/** Requests answered; anything but 2xx or a socket error fails the run. */
async function load(
  port: number,
  shape: Shape,
  seconds: number,
  connections = 64,
): Promise<number> {
  const url = `http://127.0.0.1:${port}/api/${shape}`;
  const headers = ['-H', 'X-User: user-7', '-H', 'Cookie: sid=abcdef0123456789'];
  const post = shape === 'post' ? ['-s', script] : [];
  const size = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s'];
  const { stdout } = await promisify(execFile)('taskset', [
    '-c',
    LOAD_CORE,
    'wrk',
    ...size,
    ...headers,
    ...post,
    url,
  ]);
  // A thousand connections at once overflow some listeners; that run is for memory only.
  if (connections <= 64 && /Non-2xx|Socket errors/.test(stdout))
    throw new Error(`${url}: ${stdout}`);
  return Number(/(\d+) requests in/.exec(stdout)?.[1]);
}

const upstream = await startNode('upstream.ts', [], LOAD_CORE);
const url = `http://127.0.0.1:${upstream.port}`;
const competitors =
  process.env.ASHLAR_BENCH_MODULES === undefined
    ? []
    : ['@fastify/http-proxy', 'httpxy', 'http-proxy-middleware'];
const ours = ['ashlar, one route', 'ashlar, sticky canary', 'ashlar safe lane'];
const names = ['nginx', ...(has('haproxy') ? ['haproxy'] : []), ...ours, ...competitors];

function start(name: string): Promise<Running> {
  if (name === 'nginx') return startNginx(upstream.port);
  if (name === 'haproxy') return startHaproxy(upstream.port);
  return startNode('candidate.ts', [name, url], PROXY_CORE);
}

const micros = new Map<string, number[]>();
const memory = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const name of names) {
    const proxy = await start(name);
    for (const shape of SHAPES) {
      await load(proxy.port, shape, Math.max(1, SECONDS / 2));
      const before = cpuSeconds(proxy.pids);
      const requests = await load(proxy.port, shape, SECONDS);
      const spent = ((cpuSeconds(proxy.pids) - before) / requests) * 1e6;
      micros.set(`${name} ${shape}`, [...(micros.get(`${name} ${shape}`) ?? []), spent]);
    }
    if (round === 0) {
      await load(proxy.port, '1k', SECONDS, 1000);
      memory.set(name, memoryOf(proxy.pids));
    }
    proxy.stop();
  }
}
upstream.stop();

const median = (name: string, shape: Shape): number =>
  (micros.get(`${name} ${shape}`) ?? []).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ??
  Number.NaN;
console.log(`| candidate | ${SHAPES.join(' | ')} | RSS after 1,000 connections |`);
console.log(`|---|${SHAPES.map(() => '---|').join('')}---|`);
for (const name of names) {
  const cells = SHAPES.map((shape) => {
    const own = median(name, shape);
    return `${own.toFixed(0)} µs (${(median('nginx', shape) / own).toFixed(2)})`;
  });
  console.log(`| ${name} | ${cells.join(' | ')} | ${(memory.get(name) ?? 0).toFixed(0)} MB |`);
}
process.exit(0);
