import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOAD_CORE, type Running } from './machines.ts';

/** `post` sends 100 KB, `chunked` gets 16 chunks of 4 KB, `tls` is `1k` over TLS 1.3. */
export const SHAPES = ['1k', '1m', 'post', 'chunked', 'tls'] as const;
export type Shape = (typeof SHAPES)[number];

const FIELDS = ['-H', 'X-User: user-7', '-H', 'Cookie: sid=abcdef0123456789'];

function wrk(flags: readonly string[]): Promise<string> {
  return promisify(execFile)('taskset', ['-c', LOAD_CORE, 'wrk', '-t1', ...FIELDS, ...flags]).then(
    ({ stdout }) => stdout,
  );
}

/** Requests answered; anything but 2xx or a socket error fails the run. */
export async function load(
  proxy: Running,
  shape: Shape,
  seconds: number,
  folder: string,
): Promise<number> {
  const secured = shape === 'tls';
  const url = `${secured ? 'https' : 'http'}://127.0.0.1:${secured ? proxy.tlsPort : proxy.port}/api/${secured ? '1k' : shape}`;
  const script = join(folder, 'post.lua');
  writeFileSync(script, `wrk.method = "POST"\nwrk.body = string.rep("x", 102400)\n`);
  const post = shape === 'post' ? ['-s', script] : [];
  const report = await wrk(['-c64', `-d${seconds}s`, '--timeout', '20s', ...post, url]);
  if (/Non-2xx|Socket errors/.test(report)) throw new Error(`${url}: ${report}`);
  return Number(/(\d+) requests in/.exec(report)?.[1]);
}

/** The largest of what `look` finds while a thousand connections ask for 1 KB each. */
export async function hold(proxy: Running, seconds: number, look: () => number): Promise<number> {
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, look());
  }, 100);
  // So many at once overflow some listeners; that is not what is measured here.
  await wrk([
    '-c1000',
    `-d${seconds}s`,
    '--timeout',
    '20s',
    `http://127.0.0.1:${proxy.port}/api/1k`,
  ]);
  clearInterval(watch);
  return Math.max(most, look());
}
