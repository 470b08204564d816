import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const bin = join(import.meta.dirname, '../dist/bin.js');
const home = mkdtempSync(join(tmpdir(), 'ashlar-broker-cli-'));
const running: ChildProcess[] = [];

interface Started {
  url: string;
  stderr(): string;
  stop(): Promise<number | null>;
}

function start(args: string[], env: Record<string, string> = {}): Promise<Started> {
  // Each test has a store of its own.
  const database = args.includes('--database') ? [] : ['--database', ':memory:'];
  const child = spawn(process.execPath, [bin, 'broker', '--port', '0', ...database, ...args], {
    cwd: home,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) =>
      resolve({
        url: (JSON.parse(line) as { listening: string }).listening,
        stderr: () => stderr,
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
      }),
    );
    ended.then(() => reject(new Error(`it did not start: ${stderr}`)));
  });
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

async function ask(url: string, method: string, authorization?: string): Promise<number> {
  const path = method === 'PUT' ? '/pacticipants/Web/labels/gold' : '/pacticipants';
  const response = await fetch(url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
  });
  await response.arrayBuffer();
  return response.status;
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('ashlar broker', () => {
  it('keeps its store in a file of the folder unless told otherwise, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-broker-here-'));
    const child = spawn(process.execPath, [bin, 'broker', '--port', '0'], { cwd: folder });
    running.push(child);
    const said = new Promise<string>((done) =>
      child.stderr.once('data', (text) => done(String(text))),
    );
    expect(await said).toBe(`kept in ${join(realpathSync(folder), 'broker.sqlite')}\n`);
    expect(existsSync(join(folder, 'broker.sqlite'))).toBe(true);
    const ended = new Promise((done) => child.once('close', done));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps a store in a file and under a base path', async () => {
    const first = await start(['--database', 'pacts.sqlite', '--base-path', '/pacts']);
    expect(first.url).toMatch(/\/pacts$/);
    expect(await ask(first.url, 'PUT')).toBe(201);
    expect(await first.stop()).toBe(0);
    expect(existsSync(join(home, 'pacts.sqlite'))).toBe(true);
    const second = await start(['--database', 'pacts.sqlite']);
    expect((await fetch(`${second.url}/pacticipants/Web/labels/gold`)).status).toBe(200);
    expect(second.stderr()).toBe('');
  });

  it('takes a postgres URL for what it is, not for a file', async () => {
    const url = 'postgres://nobody:secret@127.0.0.1:1/none';
    const { code, stderr } = await runCommand(['broker', '--port', '0', '--database', url], {
      cwd: home,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('The PostgreSQL store at 127.0.0.1:1 cannot be opened');
    expect(stderr).not.toContain('secret');
  });

  it('tells tokens, readers and writers apart', async () => {
    writeFileSync(join(home, 'tokens.txt'), '# ours\nread r-token\nwrite w-token\n');
    const { url } = await start(['--tokens', 'tokens.txt'], {
      ASHLAR_BROKER_USERNAME: 'ci',
      ASHLAR_BROKER_PASSWORD: 'pw',
      ASHLAR_BROKER_READ_ONLY_USERNAME: 'eye',
      ASHLAR_BROKER_READ_ONLY_PASSWORD: 'only',
    });
    expect(await ask(url, 'GET')).toBe(401);
    expect(await ask(url, 'GET', 'Bearer r-token')).toBe(200);
    expect(await ask(url, 'PUT', 'Bearer r-token')).toBe(403);
    expect(await ask(url, 'PUT', 'Bearer w-token')).toBe(201);
    expect(await ask(url, 'PUT', basic('eye:only'))).toBe(403);
    expect(await ask(url, 'PUT', basic('ci:pw'))).toBe(200);
  });

  it('lets everybody read when told so', async () => {
    const env = { ASHLAR_BROKER_USERNAME: 'ci', ASHLAR_BROKER_PASSWORD: 'pw' };
    const { url } = await start(['--public-read'], env);
    expect(await ask(url, 'GET')).toBe(200);
    expect(await ask(url, 'PUT')).toBe(401);
  });

  it('warns when other machines get in without credentials, and only then', async () => {
    const open = await start(['--host', '0.0.0.0']);
    await open.stop();
    expect(open.stderr()).toContain('warning: 0.0.0.0 can be reached from other machines');
    const env = { ASHLAR_BROKER_USERNAME: 'ci', ASHLAR_BROKER_PASSWORD: 'pw' };
    const closed = await start(['--host', '0.0.0.0'], env);
    await closed.stop();
    expect(closed.stderr()).not.toContain('warning');
  });

  it('speaks TLS', async () => {
    const files = ['-keyout', join(home, 'key.pem'), '-out', join(home, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...files, ...subject],
      { stdio: 'ignore' },
    );
    const { url } = await start(['--tls-cert', 'cert.pem', '--tls-key', 'key.pem']);
    expect(url).toMatch(/^https:/);
    const status = await new Promise((done, fail) => {
      const ca = readFileSync(join(home, 'cert.pem'));
      request(`${url}/pacticipants`, { ca }, (response) => done(response.statusCode))
        .once('error', fail)
        .end();
    });
    expect(status).toBe(200);
  });

  it('refuses webhooks to hosts that are not listed', async () => {
    const { url } = await start(['--webhook-host', 'ci.example.com']);
    const create = async (host: string): Promise<number> => {
      const response = await fetch(`${url}/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          events: [{ name: 'contract_published' }],
          request: { method: 'POST', url: `https://${host}/hook` },
        }),
      });
      return response.status;
    };
    expect(await create('ci.example.com')).toBe(201);
    expect(await create('elsewhere.example.com')).toBe(400);
  });

  it('gives its pacts to who has no branch and, without --publish, no version either', async () => {
    const broker = await start([]);
    const provider = createServer((_, response) => response.end('pong'));
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const { port } = provider.address() as AddressInfo;
    const pact = {
      consumer: { name: 'web' },
      provider: { name: 'pinger' },
      interactions: [
        {
          description: 'a ping',
          request: { method: 'GET', path: '/ping' },
          response: { status: 200 },
        },
      ],
      metadata: { pactSpecification: { version: '2.0.0' } },
    };
    writeFileSync(join(home, 'web-pinger.json'), JSON.stringify(pact));
    const env = { PACT_BROKER_BASE_URL: broker.url, CI: '' };
    const run = (...args: string[]) => runCommand(args, { cwd: home, env });
    await run('publish', 'web-pinger.json', '--consumer-app-version', '1', '--branch', 'main');
    const verify = ['verify', '--provider', 'pinger'];
    const address = ['--provider-base-url', `http://127.0.0.1:${port}`];
    try {
      for (const more of [[], ['--provider-version', '1', '--publish']]) {
        const { code, stdout, stderr } = await run(...verify, ...address, ...more);
        expect(code, stdout + stderr).toBe(0);
      }
    } finally {
      provider.close();
    }
  });

  it('keeps an audit log of changes with who asked for them', async () => {
    const env = { ASHLAR_BROKER_USERNAME: 'ci', ASHLAR_BROKER_PASSWORD: 'pw' };
    const { url, stop } = await start(['--audit-log', 'audit.jsonl'], env);
    await ask(url, 'GET', basic('ci:pw'));
    await ask(url, 'PUT', basic('ci:pw'));
    await ask(url, 'PUT', basic('ci:wrong'));
    await stop();
    const lines = readFileSync(join(home, 'audit.jsonl'), 'utf8').trim().split('\n');
    const path = '/pacticipants/Web/labels/gold';
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ who: 'ci', method: 'PUT', path, status: 201 }),
      expect.objectContaining({ who: null, method: 'PUT', path, status: 401 }),
    ]);
  });

  it('exports a running store, imports it, takes over from the broker itself, and cleans', async () => {
    const { url } = await start(['--database', 'origin.sqlite']);
    expect(await ask(url, 'PUT')).toBe(201);
    await fetch(`${url}/pacticipants/Web/versions/1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const run = (...args: string[]) => runCommand(['broker', ...args], { cwd: home });
    const exported = await run('export', 'backup', '--database', 'origin.sqlite');
    expect([exported.code, exported.stderr]).toEqual([
      0,
      'exported 1 applications, 1 versions, 0 contracts, 0 results to backup\n',
    ]);
    expect((await run('import', 'backup', '--database', 'restored.sqlite')).code).toBe(0);
    const again = await run('import', 'backup', '--database', 'restored.sqlite');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('CONTRACTS_BROKER_STORE_NOT_EMPTY');
    const moved = await run('import', '--broker-url', url, '--database', 'moved.sqlite');
    expect([moved.code, moved.stderr]).toEqual([
      0,
      expect.stringContaining('imported 1 applications, 1 versions'),
    ]);
    const keep = ['--keep', '{"pacticipant": "Nobody"}'];
    const tried = await run('clean', '--database', 'moved.sqlite', '--dry-run', ...keep);
    expect([tried.code, tried.stdout, tried.stderr]).toEqual([
      0,
      'Web 1\n',
      '1 versions would be deleted, 0 kept\n',
    ]);
    const cleaned = await run('clean', '--database', 'moved.sqlite', '--json', ...keep);
    expect(JSON.parse(cleaned.stdout)).toEqual({
      deleted: [{ pacticipant: 'Web', version: '1' }],
      kept: 0,
    });
  });

  it('logs requests when asked to', async () => {
    const { url, stop, stderr } = await start(['--log', 'info']);
    await ask(url, 'GET');
    await stop();
    const lines = stderr()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'info', method: 'GET', url: '/pacticipants', status: 200 }),
    );
  });

  it.each([
    ['half an account', { ASHLAR_BROKER_USERNAME: 'ci' }, [], 'ASHLAR_BROKER_PASSWORD is not set'],
    ['half of TLS', {}, ['--tls-cert', 'cert.pem'], 'TLS needs a certificate and its key'],
    ['no such token file', {}, ['--tokens', 'none.txt'], 'CLI_FILE_UNREADABLE'],
  ])('does not start with %s', async (_what, env, args, text) => {
    const ran = await runCommand(['broker', '--port', '0', ...args], { cwd: home, env });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(text);
  });
});
