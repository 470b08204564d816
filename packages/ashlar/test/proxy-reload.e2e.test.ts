import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

/** Two processes on one port with TLS, whose files are replaced while they run. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-reload-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
let monolith: Server;
let proxy: ChildProcess;
let port: number;
let admin: string;

function issue(name: string): void {
  const files = ['-keyout', join(home, `${name}.key`), '-out', join(home, `${name}.pem`)];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const args = ['req', ...kind, '-days', '2', '-subj', `/CN=${name}`, ...files];
  execFileSync('openssl', args, { stdio: 'ignore' });
}

function install(certificate: string, key = certificate): void {
  copyFileSync(join(home, `${certificate}.pem`), join(home, 'cert.pem'));
  copyFileSync(join(home, `${key}.key`), join(home, 'key.pem'));
}

/** Names on the certificates that so many new connections are shown. */
async function shown(connections: number): Promise<string[]> {
  const names = new Set<string>();
  for (let i = 0; i < connections; i++) {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
    });
    names.add((socket.getPeerCertificate() as PeerCertificate).subject.CN as string);
    socket.destroy();
  }
  return [...names];
}

beforeAll(async () => {
  monolith = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => monolith.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(monolith.address() as AddressInfo).port}`;
  writeFileSync(
    join(home, 'routes.yaml'),
    `schemaVersion: 1\nupstreams: { monolith: "${upstream}" }\nroutes: [{ match: /**, state: monolith }]\n`,
  );
  for (const name of ['first', 'second']) issue(name);
  install('first');
  const listening = ['--port', '0', '--admin-port', '0', '--processes', '2', '--state', 's.json'];
  const tls = ['--tls-cert', 'cert.pem', '--tls-key', 'key.pem'];
  proxy = spawn(process.execPath, [bin, 'proxy', 'routes.yaml', ...listening, ...tls], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => {
    proxy.stdout?.once('data', (text: Buffer) => resolve(text.toString()));
  });
  const addresses = JSON.parse(line) as { listening: string; admin: string };
  port = Number(new URL(addresses.listening).port);
  admin = addresses.admin;
  // Until the second process listens as well.
  await new Promise((resolve) => setTimeout(resolve, 2500));
});
afterAll(async () => {
  proxy.kill('SIGTERM');
  await new Promise((resolve) => proxy.once('exit', resolve));
  monolith.close();
  rmSync(home, { recursive: true, force: true });
});

const reload = () => runCommand(['proxy', 'reload', '--admin', admin], { cwd: home });

describe('ashlar proxy reload', () => {
  it('has every process show a certificate that was renewed', async () => {
    expect(await shown(20)).toEqual(['first']);
    install('second');
    expect((await reload()).code).toBe(0);
    await expect.poll(() => shown(20), { timeout: 10_000 }).toEqual(['second']);
  });

  it.each([
    ['half of a renewal', () => install('first', 'second'), 'does not belong to its certificate'],
    ['a file that is gone', () => rmSync(join(home, 'cert.pem')), 'Cannot read'],
  ])('refuses %s, and says so', async (_, spoil, said) => {
    spoil();
    const { code, stderr } = await reload();
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(await shown(20)).toEqual(['second']);
  });
});
