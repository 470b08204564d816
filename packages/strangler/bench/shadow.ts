/**
 * What shadowing costs the people on the monolith: one proxy, one route for each kind of shadow,
 * and short blocks of the same load on each in turn, in an order drawn anew for every round.
 *
 *     node --conditions=@ashlar/source packages/strangler/bench/shadow.ts [rounds] [requests per second]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, createServer as createRaw, type Server } from 'node:net';
import { createProxy, loadRoutes } from '../src/index.ts';
import { cpuSeconds } from './machines.ts';

const KINDS = ['none', 'healthy', 'dead', 'silent', 'slow', 'failing', 'torn'] as const;
type Kind = (typeof KINDS)[number];

const BLOCK_MS = 1000;
/** The monolith works this long on an answer. */
const WORK_MS = 5;
const JSON_TYPE = { 'content-type': 'application/json' };
const BODY = JSON.stringify({
  items: Array.from({ length: 20 }, (_, id) => ({ id, name: `n${id}` })),
});

// Each in a process of its own, so that a shadow's work is not the load's or the monolith's.
if (process.argv[2] === 'proxy') await serveProxy(process.argv.slice(3));
else if (process.argv[2] === 'monolith') await serveMonolith();
else if (process.argv[2] === 'services') await serveServices();
else await measure(Number(process.argv[2] ?? 40), Number(process.argv[3] ?? 200));

async function serveProxy(urls: readonly string[]): Promise<void> {
  const [monolith = '', ...services] = urls;
  const kinds = KINDS.slice(1);
  const upstreams = Object.fromEntries(kinds.map((kind, i) => [kind, services[i] ?? '']));
  const table = loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith, ...upstreams },
    routes: [
      ...kinds.map((kind) => ({ match: `/${kind}/**`, service: kind, state: 'shadow' }) as const),
      { match: '/**', state: 'monolith' },
    ],
  });
  const { url } = await createProxy({ table, port: 0 });
  process.stdout.write(`${url}\n`);
}

async function measure(rounds: number, rate: number): Promise<void> {
  const monolith = await start('monolith');
  const services = await start('services');
  const proxy = await start('proxy', monolith.line, ...services.line.split(' '));
  const [url, child] = [proxy.line, proxy.child];
  const agent = new Agent({ keepAlive: true });
  const blocks = new Map<Kind, { times: number[]; cpu: number }[]>(KINDS.map((kind) => [kind, []]));
  for (const kind of KINDS) await block(url, kind, rate, agent);
  for (let round = 0; round < rounds; round++) {
    for (const kind of shuffled(KINDS)) {
      const before = cpuSeconds([child.pid ?? 0]);
      const times = await block(url, kind, rate, agent);
      blocks.get(kind)?.push({ times, cpu: cpuSeconds([child.pid ?? 0]) - before });
    }
  }
  report(blocks);
  for (const started of [monolith, services, proxy]) started.child.kill('SIGKILL');
  process.exit(0);
}

async function serveMonolith(): Promise<void> {
  const url = await listen(
    createServer((_request, response) => {
      setTimeout(() => response.writeHead(200, JSON_TYPE).end(BODY), WORK_MS);
    }),
  );
  process.stdout.write(`${url}\n`);
}

async function serveServices(): Promise<void> {
  const urls = await Promise.all(KINDS.slice(1).map(startService));
  process.stdout.write(`${urls.join(' ')}\n`);
}

async function start(...args: string[]): Promise<{ child: ChildProcess; line: string }> {
  const flags = ['--conditions=@ashlar/source', '--no-warnings'];
  const child = spawn(process.execPath, [...flags, import.meta.filename, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, line: await firstLine(child) };
}

function startService(kind: Kind): Promise<string> {
  switch (kind) {
    case 'dead':
      return Promise.resolve('http://127.0.0.1:1');
    case 'silent':
      return listen(createRaw((socket) => socket.resume().on('error', () => undefined)));
    case 'slow':
      return listen(
        createServer((_request, response) => {
          setTimeout(() => response.writeHead(200, JSON_TYPE).end(BODY), 2000);
        }),
      );
    case 'failing':
      return listen(
        createServer((_request, response) => response.writeHead(500, JSON_TYPE).end('{}')),
      );
    case 'torn':
      return listen(
        createServer((_request, response) => {
          response.writeHead(200, { 'content-length': '1000' }).write('{');
          setImmediate(() => response.destroy());
        }),
      );
    default:
      return listen(
        createServer((_request, response) => response.writeHead(200, JSON_TYPE).end(BODY)),
      );
  }
}

/** Requests at a steady rate, whether answers come or not; times from when each was due. */
async function block(url: string, kind: Kind, rate: number, agent: Agent): Promise<number[]> {
  const times: number[] = [];
  const started = performance.now();
  const pending: Promise<void>[] = [];
  const total = Math.round((rate * BLOCK_MS) / 1000);
  for (let i = 0; i < total; i++) {
    const due = started + (i * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(
      get(`${url}/${kind}/7`, agent).then(() => {
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(pending);
  return times;
}

function get(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}

function report(blocks: ReadonlyMap<Kind, readonly { times: number[]; cpu: number }[]>): void {
  const p99s = (kind: Kind): number[] =>
    (blocks.get(kind) ?? []).map(({ times }) => quantile(times, 0.99));
  const head = ['shadow', 'p50 ms', 'p99 ms', 'p99 to none (95 %)', 'proxy CPU µs per request'];
  process.stdout.write(`| ${head.join(' | ')} |\n`);
  for (const [kind, measured] of blocks) {
    const times = measured.flatMap((one) => one.times);
    const cpu = measured.reduce((sum, one) => sum + one.cpu, 0);
    // A block and the one without a shadow of the same round had the same neighbours.
    const pairs = p99s(kind).map((p99, round) => p99 / (p99s('none')[round] ?? Number.NaN));
    const draws = Array.from({ length: 1000 }, () =>
      quantile(
        pairs.map(() => pairs[Math.floor(Math.random() * pairs.length)] ?? 0),
        0.5,
      ),
    );
    const [low, high] = [quantile(draws, 0.025), quantile(draws, 0.975)];
    const line = [
      kind,
      quantile(times, 0.5).toFixed(2),
      quantile(p99s(kind), 0.5).toFixed(2),
      `${quantile(pairs, 0.5).toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`,
      ((cpu * 1e6) / times.length).toFixed(0),
    ];
    process.stdout.write(`| ${line.join(' | ')} |\n`);
  }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the proxy ended with ${code}`)));
    child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
}
