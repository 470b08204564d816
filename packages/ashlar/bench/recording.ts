/**
 * What recording costs the proxy: its CPU time per request, without recording, with every hundredth and with
 * every exchange. Needs `npm run build` and Linux (`/proc`).
 *
 *   node packages/ashlar/bench/recording.ts [REQUESTS]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REQUESTS = Number(process.argv[2] ?? 20_000);
const CONNECTIONS = 16;
const TICKS_PER_SECOND = 100;
const bin = join(import.meta.dirname, '../dist/bin.js');

/** A page of products: about 4 kB of JSON, with what has to be redacted. */
const page = JSON.stringify({
  items: Array.from({ length: 25 }, (_, at) => ({
    sku: `SKU-${at}`,
    title: `Thing number ${at}`,
    price: { amount: 100 * at, currency: 'EUR' },
    seller: { email: `seller-${at}@shop.example`, phone: '+49 30 1234567' },
  })),
});

const upstream = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(page);
});
await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;

for (const [name, sample] of [
  ['no recording', undefined],
  ['1 in 100', 0.01],
  ['all', 1],
] as const) {
  const runs: number[] = [];
  let kept = 0;
  for (let run = 0; run < 3; run += 1) {
    const home = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
    const record = sample === undefined ? {} : { record: { sample } };
    const table = {
      schemaVersion: 1,
      upstreams: { monolith: origin },
      routes: [{ match: '/**', state: 'monolith', ...record }],
    };
    writeFileSync(join(home, 'routes.json'), JSON.stringify(table));
    const { url, child } = await startProxy(home);
    await load(url, REQUESTS / 10);
    const before = cpuOf(child);
    await load(url, REQUESTS);
    runs.push(((cpuOf(child) - before) * 1e6) / TICKS_PER_SECOND / REQUESTS);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
    kept = linesIn(join(home, 'recordings'));
    rmSync(home, { recursive: true });
  }
  const [, median = 0] = runs.sort((a, b) => a - b);
  process.stdout.write(
    `${name}: ${median.toFixed(0)} µs of CPU per request (${runs.map((one) => one.toFixed(0)).join(', ')}), ${kept} exchanges kept\n`,
  );
}
upstream.close();

function startProxy(home: string): Promise<{ url: string; child: ChildProcess }> {
  const args = ['proxy', 'routes.json', '--port', '0', '--admin-port', '0'];
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => {
      resolve({ url: (JSON.parse(line) as { listening: string }).listening, child });
    });
  });
}

async function load(url: string, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await new Promise<void>((resolve, reject) => {
        const path = `${url}/products?page=${left % 50}`;
        get(path, { agent, headers: { authorization: 'Bearer secret-token' } }, (response) => {
          response.resume().once('end', resolve);
        }).once('error', reject);
      });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
}

/** Ticks of all threads, user and system (proc(5), fields 14 and 15 of stat). */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

function linesIn(folder: string): number {
  try {
    return readdirSync(folder).reduce(
      (sum, name) => sum + readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length,
      0,
    );
  } catch {
    return 0;
  }
}
