import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A started program, with the processes whose CPU counts. */
export interface Running {
  readonly port: number;
  /** 0 when it speaks no TLS. */
  readonly tlsPort: number;
  readonly pids: readonly number[];
  stop(): void;
}

/** Proxies run alone on the first core; the load and what it reaches share the second. */
export const PROXY_CORE = '0';
export const LOAD_CORE = '1';

/**
 * A program of this folder, its types stripped beforehand: what strips them while running takes
 * 40 MB that belong to no proxy.
 */
export function startNode(
  file: string,
  args: readonly string[],
  core: string,
  folder: string,
): Promise<Running> {
  const program = join(folder, file.replace(/\.ts$/, '.mjs'));
  const source = new URL(file, import.meta.url);
  writeFileSync(program, stripTypeScriptTypes(readFileSync(source, 'utf8')));
  const child = spawn('taskset', ['-c', core, process.execPath, program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${file} ${args[0] ?? ''} ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      const [port, tlsPort = 0] = String(line).split(' ').map(Number);
      const stop = (): boolean => child.kill('SIGKILL');
      resolve({ port: port ?? 0, tlsPort, pids: pidOf(child), stop });
    });
  });
}

interface Ports {
  readonly port: number;
  readonly tlsPort: number;
}

/** Below those that the kernel gives to connections. */
let nextPort = 10_000 + (process.pid % 10_000) * 2;

/** A program with a configuration file; `workers` says whether its children do the work. */
async function startConfigured(
  program: string,
  configure: (folder: string, ports: Ports) => string,
  flags: (file: string) => string[],
  workers: boolean,
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
  const ports = { port: nextPort++, tlsPort: nextPort++ };
  const file = join(folder, 'conf');
  writeFileSync(file, configure(folder, ports));
  const child = spawn('taskset', ['-c', PROXY_CORE, program, ...flags(file)], { stdio: 'ignore' });
  const working = (): number[] => (workers ? childrenOf(child.pid) : pidOf(child));
  // The kernel accepts before there are workers.
  while (!(await accepts(ports.port)) || working().length === 0) await sleep(50);
  const pids = working();
  const stop = (): void => {
    child.kill('SIGTERM');
    child.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  };
  return { ...ports, pids, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** `certificates` is a folder with cert.pem and key.pem. */
export function startNginx(upstream: number, certificates: string): Promise<Running> {
  return startConfigured(
    'nginx',
    (
      folder,
      { port, tlsPort },
    ) => `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 4096; }
     http { access_log off; keepalive_requests 1000000; client_max_body_size 10m; client_body_buffer_size 256k;
       upstream app { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000; }
       server { listen 127.0.0.1:${port}; listen 127.0.0.1:${tlsPort} ssl;
         ssl_certificate ${certificates}/cert.pem; ssl_certificate_key ${certificates}/key.pem; ssl_protocols TLSv1.3;
         location / { proxy_pass http://app; proxy_http_version 1.1;
           proxy_set_header Connection ""; proxy_set_header Host $host;
           proxy_set_header X-Forwarded-For $remote_addr; } } }`,
    (file) => ['-c', file],
    true,
  );
}

/** `certificates` is a folder with both.pem: certificate and key in one file. */
export function startHaproxy(upstream: number, certificates: string): Promise<Running> {
  return startConfigured(
    'haproxy',
    (_, { port, tlsPort }) =>
      `global\n nbthread 1\n maxconn 4000\ndefaults\n mode http\n option forwardfor\n timeout client 60s\n timeout server 60s\n timeout connect 5s\n http-reuse always\nfrontend f\n bind 127.0.0.1:${port}\n bind 127.0.0.1:${tlsPort} ssl crt ${certificates}/both.pem\n default_backend b\nbackend b\n server s 127.0.0.1:${upstream}\n`,
    (file) => ['-f', file],
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
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

function statOf(pid: string | number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Time on a processor so far, in seconds: exact where /proc/PID/stat counts in hundredths. */
export function cpuSeconds(pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of pids) {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const [spent] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
      nanoseconds += Number(spent);
    }
  }
  return nanoseconds / 1e9;
}

/** Resident memory in MB. */
export function memoryOf(pids: readonly number[]): number {
  const pages = pids.map((pid) => Number(statOf(pid)[21]));
  return (pages.reduce((sum, n) => sum + n, 0) * 4096) / 1e6;
}
