import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', PORT: '0', JOBS: 'on', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listening = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(JSON.parse(stdout).listening);
    });
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, listening, ended };
}

describe('the environment', () => {
  it.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://127.0.0.1/shop' }, 'DATABASE_URL'],
    [{ JWT_SECRET: 'short' }, 'JWT_SECRET'],
    [{ INVENTORY_MODE: 'elsewhere' }, 'INVENTORY_MODE'],
  ])('is refused with the name of the variable: %j', (env, name) => {
    expect(() => readConfig(env)).toThrow(name);
  });

  it('treats an empty variable as absent', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 });
  });
});

describe('the process', () => {
  it.each([
    ['SHOP_DATABASE_UNREACHABLE', { DATABASE_URL: 'postgres://shop:secret@127.0.0.1:1/shop' }],
    ['SHOP_CONFIG_INVALID', { INVENTORY_MODE: 'service' }],
  ])('says %s in one line and ends with 2', async (code, env) => {
    const result = await run(env).ended;
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr).toMatch(new RegExp(`^${code}: `));
    expect(result.stderr).not.toContain('secret');
  });

  it('says that the port is in use', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port));
    });
    const result = await run({ PORT: String(port) }).ended;
    blocker.close();
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/^SHOP_PORT_UNAVAILABLE: Port \d+ is in use\. .+\n$/);
  });

  it('keeps its data in DATA_DIR over a restart, and stops on SIGTERM', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'granite-goods-'));
    const env = { DATA_DIR: join(folder, 'data') };
    try {
      const first = run(env);
      const body = JSON.stringify({
        email: 'new@granite.example',
        password: 'a long enough password',
        fullName: 'Nina Neu',
      });
      const headers = { 'content-type': 'application/json' };
      const register = async (url: string) =>
        (await fetch(`${url}/auth/register`, { method: 'POST', headers, body })).status;
      expect(await register(await first.listening)).toBe(201);
      first.child.kill('SIGTERM');
      expect(await first.ended).toMatchObject({ code: 0, stderr: '' });

      const second = run(env);
      expect(await register(await second.listening)).toBe(409);
      second.child.kill('SIGINT');
      expect(await second.ended).toMatchObject({ code: 0 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
