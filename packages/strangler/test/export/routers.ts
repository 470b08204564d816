import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedFile } from '../../src/export/model.ts';

/** A real router running an exported configuration. */
export interface Router {
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian puts them where ordinary users' PATH does not look. */
const PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin'];

export function binaryOf(name: string): string | undefined {
  return PLACES.map((place) => join(place, name)).find((path) => existsSync(path));
}

export async function startNginx(files: readonly ExportedFile[]): Promise<Router> {
  const home = mkdtempSync(join(tmpdir(), 'ashlar-nginx-'));
  const port = await freePort();
  const config = (files[0]?.content ?? '').replace('listen 8080', `listen 127.0.0.1:${port}`);
  mkdirSync(join(home, 'tmp'));
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${home}/tmp/${kind};\n`)
    .join('');
  // Without a master: one process, which ends when it is told to.
  const whole = `daemon off;\nmaster_process off;\npid ${home}/pid;\nerror_log ${home}/error.log;\nevents { worker_connections 4096; }\nhttp {\n${paths}  access_log off;\n${config}}\n`;
  writeFileSync(join(home, 'nginx.conf'), whole);
  return run(binaryOf('nginx') ?? 'nginx', ['-c', join(home, 'nginx.conf')], home, port);
}

export async function startHaproxy(files: readonly ExportedFile[]): Promise<Router> {
  const home = mkdtempSync(join(tmpdir(), 'ashlar-haproxy-'));
  const port = await freePort();
  const config = (files[0]?.content ?? '').replace('bind :8080', `bind 127.0.0.1:${port}`);
  const file = join(home, 'haproxy.cfg');
  writeFileSync(file, config);
  const haproxy = binaryOf('haproxy') ?? 'haproxy';
  const checked = spawnSync(haproxy, ['-c', '-f', file], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`haproxy refuses it: ${checked.stderr}`);
  return run(haproxy, ['-db', '-f', file], home, port);
}

async function run(binary: string, args: string[], home: string, port: number): Promise<Router> {
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  for (let i = 0; i < 100; i++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return { url, stop };
    if (child.exitCode !== null) throw new Error(`${binary} ended: ${stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`${binary} does not answer: ${stderr}`);
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
