import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { call } from './start.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function launch(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  return String(line);
}

describe('the process', () => {
  it('prints its address, and on SIGTERM finishes the open request before it exits 0', async () => {
    const child = launch({});
    const { listening } = JSON.parse(await firstLine(child));
    expect((await call(listening, 'GET', '/health')).status).toBe(200);
    // A request whose body is still on its way when the signal comes.
    const body = JSON.stringify({ orderId: 1, lines: [{ sku: 'A', quantity: 1 }] });
    const open = request(`${listening}/inventory/reservations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    });
    const answered = once(open, 'response');
    open.write(body.slice(0, 10));
    await expect.poll(async () => (await call(listening, 'GET', '/health')).status).toBe(200);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await expect
      .poll(() =>
        call(listening, 'GET', '/health').then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed');
    open.end(body.slice(10));
    const [response] = await answered;
    expect(response.statusCode).toBe(409);
    expect(response.headers.connection).toBe('close');
    response.resume();
    expect(await exited).toEqual([0, null]);
  }, 30_000);

  it.each([
    [{ PORT: '70000' }, 'INVENTORY_BAD_SETTING: PORT is "70000"'],
    [{ FAULT_RATE: 'much' }, 'INVENTORY_BAD_SETTING: FAULT_RATE'],
    [{ STOCK_FORMAT: 'v3' }, 'INVENTORY_BAD_SETTING: STOCK_FORMAT'],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'could not start'],
  ])('exits 2 with a reason for %j', async (env, message) => {
    const child = launch(env);
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
