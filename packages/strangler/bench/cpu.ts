/**
 * CPU of each proxy per request, from /proc, for 1 KB answers over 64 kept connections. Wall time
 * says little on a shared machine; CPU per request does.
 *
 *   ASHLAR_BENCH_MODULES=<folder with @fastify/http-proxy, fastify, httpxy> \
 *     node --conditions=@ashlar/source packages/strangler/bench/cpu.ts [requests] [rounds]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REQUESTS = Number(process.argv[2] ?? 20_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const CONNECTIONS = 64;
const NGINX = 'nginx';
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const here = (file: string): string => new URL(file, import.meta.url).pathname;

interface Running {
  readonly port: number;
  readonly pids: readonly number[];
  stop(): void;
}

function startNode(file: string, args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, ['--conditions=@ashlar/source', here(file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${file} ${args[0] ?? ''} ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      resolve({ port: Number(line), pids: pidOf(child), stop: () => child.kill('SIGKILL') });
    });
  });
}

function pidOf(child: ChildProcess): number[] {
  return child.pid === undefined ? [] : [child.pid];
}

async function startNginx(upstream: number): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
  const port = 20_000 + (process.pid % 20_000);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 1024; }
     http { access_log off; keepalive_requests 1000000;
       upstream app { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000; }
       server { listen 127.0.0.1:${port}; location / { proxy_pass http://app; proxy_http_version 1.1;
         proxy_set_header Connection ""; proxy_set_header Host $host;
         proxy_set_header X-Forwarded-For $remote_addr; } } }`,
  );
  const child = spawn(NGINX, ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const workers = readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => parentOf(pid) === child.pid)
    .map(Number);
  const stop = (): void => {
    child.kill('SIGTERM');
    child.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  };
  return { port, pids: workers, stop };
}

function statOf(pid: string | number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function parentOf(pid: string): number | undefined {
  return existsSync(`/proc/${pid}/stat`) ? Number(statOf(pid)[1]) : undefined;
}

function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => Number(statOf(pid)[11]) + Number(statOf(pid)[12]));
  return ticks.reduce((sum, t) => sum + t, 0) / TICKS_PER_SECOND;
}

/** Sends the requests over kept connections, one at a time on each. */
async function load(port: number, requests: number): Promise<void> {
  let left = requests;
  const client = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const request = Buffer.from(
        `GET /api/items?page=1 HTTP/1.1\r\nHost: bench.test\r\nUser-Agent: bench/1\r\nAccept: application/json\r\nX-User: user-${index}\r\nCookie: sid=abcdef0123456789\r\n\r\n`,
      );
      let got = 0;
      let size = 0;
      const next = (): void => {
        got = 0;
        if (left-- > 0) socket.write(request);
        else socket.end(resolve);
      };
      socket.setNoDelay(true);
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('data', (chunk: Buffer) => {
        got += chunk.length;
        // The first answer tells how long each is; all are alike but for a few header bytes.
        if (size === 0) size = lengthOf(chunk);
        if (got >= size) next();
      });
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => client(index)));
}

function lengthOf(chunk: Buffer): number {
  const text = chunk.toString('latin1');
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`answered ${text.slice(0, 60)}`);
  return text.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
}

const upstream = await startNode('upstream.ts', []);
const url = `http://127.0.0.1:${upstream.port}`;
const competitors =
  process.env.ASHLAR_BENCH_MODULES === undefined ? [] : ['@fastify/http-proxy', 'httpxy'];
const names = [
  'nginx',
  'ashlar fast, one route',
  'ashlar fast, sticky canary',
  'ashlar safe, sticky canary',
  ...competitors,
];
const best = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const name of names) {
    const proxy =
      name === 'nginx'
        ? await startNginx(upstream.port)
        : await startNode('candidate.ts', [name, url]);
    await load(proxy.port, Math.ceil(REQUESTS / 4));
    const before = cpuSeconds(proxy.pids);
    await load(proxy.port, REQUESTS);
    const micros = ((cpuSeconds(proxy.pids) - before) / REQUESTS) * 1e6;
    best.set(name, Math.min(best.get(name) ?? Infinity, micros));
    proxy.stop();
  }
}
upstream.stop();
const nginx = best.get('nginx') ?? Number.NaN;
for (const [name, micros] of best) {
  console.log(
    `${name.padEnd(30)} ${micros.toFixed(0).padStart(5)} µs/request  ${(nginx / micros).toFixed(2)} of nginx`,
  );
}
process.exit(0);
