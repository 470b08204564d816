import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const here = (file: string): string => new URL(file, import.meta.url).pathname;

/** A started program, with the processes whose CPU counts. */
export interface Running {
  readonly port: number;
  readonly pids: readonly number[];
  stop(): void;
}

/** Proxies run alone on the first core; the load and what it reaches share the second. */
export const PROXY_CORE = '0';
export const LOAD_CORE = '1';

export function startNode(file: string, args: readonly string[], core: string): Promise<Running> {
  const node = [process.execPath, '--conditions=@ashlar/source', '--no-warnings', here(file)];
  const child = spawn('taskset', ['-c', core, ...node, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${file} ${args[0] ?? ''} ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      resolve({ port: Number(line), pids: pidOf(child), stop: () => child.kill('SIGKILL') });
    });
  });
}

/** A program with a configuration file; `workers` says whether its children do the work. */
async function startConfigured(
  program: string,
  configure: (folder: string, port: number) => string,
  flags: (file: string) => string[],
  workers: boolean,
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
  const port = 20_000 + ((process.pid * 7 + Math.floor(performance.now())) % 20_000);
  const file = join(folder, 'conf');
  writeFileSync(file, configure(folder, port));
  const child = spawn('taskset', ['-c', PROXY_CORE, program, ...flags(file)], { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, 700));
  const pids = workers ? childrenOf(child.pid) : pidOf(child);
  const stop = (): void => {
    child.kill('SIGTERM');
    child.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  };
  return { port, pids, stop };
}

export function startNginx(upstream: number): Promise<Running> {
  return startConfigured(
    'nginx',
    (
      folder,
      port,
    ) => `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 2048; }
     http { access_log off; keepalive_requests 1000000; client_max_body_size 10m; client_body_buffer_size 256k;
       upstream app { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000; }
       server { listen 127.0.0.1:${port}; location / { proxy_pass http://app; proxy_http_version 1.1;
         proxy_set_header Connection ""; proxy_set_header Host $host;
         proxy_set_header X-Forwarded-For $remote_addr; } } }`,
    (file) => ['-c', file],
    true,
  );
}

export function startHaproxy(upstream: number): Promise<Running> {
  return startConfigured(
    'haproxy',
    (_, port) =>
      `global\n nbthread 1\n maxconn 4000\ndefaults\n mode http\n option forwardfor\n timeout client 60s\n timeout server 60s\n timeout connect 5s\n http-reuse always\nfrontend f\n bind 127.0.0.1:${port}\n default_backend b\nbackend b\n server s 127.0.0.1:${upstream}\n`,
    (file) => ['-db', '-f', file],
    false,
  );
}

export function has(program: string): boolean {
  const folders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

function pidOf(child: ChildProcess): number[] {
  return child.pid === undefined ? [] : [child.pid];
}

function childrenOf(parent: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && existsSync(`/proc/${pid}/stat`))
    .filter((pid) => Number(statOf(pid)[1]) === parent)
    .map(Number);
}

function statOf(pid: string | number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** User and system time so far, in seconds. */
export function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => Number(statOf(pid)[11]) + Number(statOf(pid)[12]));
  return ticks.reduce((sum, t) => sum + t, 0) / TICKS_PER_SECOND;
}

/** Resident memory in MB. */
export function memoryOf(pids: readonly number[]): number {
  const pages = pids.map((pid) => Number(statOf(pid)[21]));
  return (pages.reduce((sum, n) => sum + n, 0) * 4096) / 1e6;
}
