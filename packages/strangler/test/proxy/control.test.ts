import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Advance, createProxy, type Gate, ProxyError } from '../../src/index.ts';
import { json, type Pair, startPair, tableFor, visit } from '../support/pair.ts';

let pair: Pair;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-state-'));
});
afterEach(async () => {
  await pair.close();
  rmSync(folder, { recursive: true });
});

const open = { parity: 0, minimum: 1 };
const until = '2999-01-01T00:00:00Z';
const forced = { force: true, by: 'ann', why: 'incident 7', until };
const yes: Gate = { name: 'yes', check: async () => ({ allowed: true, reason: 'fine' }) };
const no: Gate = {
  name: 'can-i-deploy',
  check: async () => ({ allowed: false, reason: 'not verified', fix: 'verify it' }),
};
const torn: Gate = { name: 'torn', check: () => Promise.reject(new Error('broker is down')) };

describe('promote', () => {
  it('walks from monolith over shadow and the steps to service', async () => {
    pair = await startPair({ budget: open, steps: [10, 100] }, { gates: [yes] });
    const walked: string[] = [];
    for (let i = 0; i < 4; i++) {
      await visit(pair.proxy.url, 40);
      const { changed, to } = await pair.proxy.promote('shop', { by: 'ann', why: 'next' });
      walked.push(`${changed} ${to.state} ${to.percent ?? ''}`.trim());
    }
    expect(walked).toEqual(['true shadow', 'true canary 10', 'true canary 100', 'true service']);
    await expect(pair.proxy.promote('shop')).rejects.toMatchObject({
      code: 'PROXY_CHANGE_INVALID',
      message: expect.stringContaining('it is in service and service is not a step forward'),
    });
    expect(pair.proxy.history().map(({ action, by }) => `${action} ${by}`)).toEqual([
      'adopt ashlar',
      'adopt ashlar',
      ...Array.from({ length: 4 }, () => 'promote ann'),
    ]);
  });

  it.each([
    ['says no', no, 'not verified'],
    ['throws', torn, 'broker is down'],
    ['answers nonsense', { name: 'odd', check: async () => ({}) as never }, ''],
  ])('is refused when a gate %s', async (_, gate, reason) => {
    pair = await startPair({ budget: open }, { gates: [yes, gate] });
    const result = await pair.proxy.promote('shop', { to: 'canary', percent: 5 });
    expect(result).toMatchObject({ changed: false, decision: { action: 'refuse' } });
    expect(result.gates.find((verdict) => !verdict.allowed)?.gate).toBe(gate.name);
    expect(JSON.stringify(result.gates)).toContain(reason);
    expect(pair.proxy.status().routes[0]?.state).toBe('monolith');
  });

  it('can be forced with a name and a reason only, and the refusals are kept', async () => {
    pair = await startPair({ budget: open }, { gates: [no] });
    await expect(pair.proxy.promote('shop', { force: true })).rejects.toThrow(ProxyError);
    expect((await pair.proxy.promote('shop', forced)).changed).toBe(true);
    expect(JSON.stringify(pair.proxy.history().at(-1))).toContain('not verified');
  });

  it('waits for parity, and for traffic at the present step', async () => {
    pair = await startPair({ state: 'shadow', budget: { parity: 0.8, minimum: 3 } });
    const early = await pair.proxy.promote('shop', { percent: 50 });
    expect(early.gates.find((verdict) => !verdict.allowed)).toMatchObject({ gate: 'parity' });
    await visit(pair.proxy.url, 20);
    await pair.proxy.settle();
    expect((await pair.proxy.promote('shop', { percent: 50 })).changed).toBe(true);
    const idle = await pair.proxy.promote('shop');
    expect(idle.gates.find((verdict) => !verdict.allowed)).toMatchObject({ gate: 'budget' });
    await visit(pair.proxy.url, 20);
    await pair.proxy.settle();
    expect((await pair.proxy.promote('shop')).changed).toBe(true);
  });

  it('tells the gates the version that the service reports, and refuses a sick one', async () => {
    const asked: Advance[] = [];
    const gate: Gate = {
      name: 'listener',
      check: async (advance) => {
        asked.push(advance);
        return { allowed: true, reason: 'fine' };
      },
    };
    pair = await startPair({}, { gates: [gate] });
    const { monolith, service } = pair;
    const table = tableFor(monolith, service, {
      budget: open,
      gate: { pacticipant: 'Shop', environment: 'production' },
    });
    const { shop } = table.upstreams;
    if (shop === undefined) throw new Error('no upstream');
    const upstreams = { ...table.upstreams, shop: { ...shop, health: '/health' } };
    await pair.proxy.reload({ ...table, upstreams });
    service.answer = json({ version: '1.2.3' });
    await pair.proxy.promote('shop');
    expect(asked).toMatchObject([
      {
        route: 'shop',
        from: 'monolith',
        to: 'shadow',
        service: 'shop',
        serviceVersion: '1.2.3',
        pacticipant: 'Shop',
        environment: 'production',
      },
    ]);
    service.answer = json({}, 500);
    const sick = await pair.proxy.promote('shop', { percent: 5 });
    expect(sick.gates.find((verdict) => !verdict.allowed)?.gate).toBe('health');
  });

  it('is refused on a held route and on one that rolled back, until released and re-armed', async () => {
    pair = await startPair({ state: 'canary', percent: 100, budget: open });
    await pair.proxy.hold('shop', { by: 'ann', why: 'freeze' });
    expect((await pair.proxy.promote('shop', { to: 'service' })).changed).toBe(false);
    await pair.proxy.hold('shop', { release: true });
    pair.service.answer = json({}, 500);
    await visit(pair.proxy.url, 20);
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'monolith', armed: false });
    expect((await pair.proxy.promote('shop')).gates[0]).toMatchObject({
      gate: 'armed',
      allowed: false,
    });
    await pair.proxy.rearm('shop', { by: 'ann', why: 'repaired' });
    expect((await pair.proxy.promote('shop')).changed).toBe(true);
  });

  it('does not know other routes', async () => {
    pair = await startPair({});
    await expect(pair.proxy.promote('nope')).rejects.toMatchObject({ code: 'PROXY_ROUTE_UNKNOWN' });
    expect(() => pair.proxy.diff('nope')).toThrow(ProxyError);
  });
});

describe('the state file', () => {
  it('carries states over a restart, and gives way when the table says something new', async () => {
    const stateFile = join(folder, 'deep', 'state.json');
    pair = await startPair({ budget: open }, { stateFile });
    await pair.proxy.promote('shop', { percent: 30, by: 'ann', why: 'try' });
    const { monolith, service } = pair;
    await pair.proxy.close();
    const again = async (route: object) => {
      const table = tableFor(monolith, service, { budget: open, ...route });
      const proxy = await createProxy({ table, port: 0, stateFile });
      const { state, percent } = proxy.status().routes[0] ?? {};
      await proxy.close();
      return { state, percent };
    };
    expect(await again({})).toEqual({ state: 'canary', percent: 30 });
    expect(await again({ state: 'shadow' })).toEqual({ state: 'shadow', percent: undefined });
    const log = readFileSync(`${stateFile}.log.jsonl`, 'utf8').trim().split('\n');
    const lines = log.map((line) => JSON.parse(line) as { sequence: number; action: string });
    expect(lines.map(({ action }) => action)).toEqual(['adopt', 'adopt', 'promote', 'reload']);
    expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it.each(['{', '{"schemaVersion":9}', '{"schemaVersion":1,"routes":{"shop":{}}}'])(
    'is refused when it reads %s',
    async (content) => {
      pair = await startPair({});
      const stateFile = join(folder, 'state.json');
      writeFileSync(stateFile, content);
      const table = tableFor(pair.monolith, pair.service, {});
      await expect(createProxy({ table, port: 0, stateFile })).rejects.toMatchObject({
        code: 'PROXY_STATE_INVALID',
      });
    },
  );

  it('keeps no route from going back when the disk fails, and lets none go forward', async () => {
    const inner = join(folder, 'inner');
    pair = await startPair(
      { state: 'canary', percent: 100, budget: open },
      { stateFile: join(inner, 'state.json') },
    );
    rmSync(inner, { recursive: true });
    writeFileSync(inner, 'no folder any more');
    await expect(pair.proxy.promote('shop', { to: 'service', ...forced })).rejects.toMatchObject({
      code: 'PROXY_STATE_UNWRITABLE',
    });
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'canary', percent: 100 });
    pair.service.answer = json({}, 500);
    expect(await visit(pair.proxy.url, 20)).toEqual({ 200: 20 });
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'monolith', armed: false });
  });

  it('has to be writable', async () => {
    pair = await startPair({});
    writeFileSync(join(folder, 'file'), '');
    const stateFile = join(folder, 'file', 'state.json');
    const table = tableFor(pair.monolith, pair.service, {});
    await expect(createProxy({ table, port: 0, stateFile })).rejects.toMatchObject({
      code: 'PROXY_STATE_UNWRITABLE',
    });
  });
});

describe('createProxy', () => {
  it('says that a port is taken', async () => {
    pair = await startPair({});
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const table = tableFor(pair.monolith, pair.service, {});
    await expect(createProxy({ table, port })).rejects.toMatchObject({
      code: 'PROXY_PORT_IN_USE',
      exitCode: 2,
    });
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('reload', () => {
  it('drops no request while the table changes under load', async () => {
    pair = await startPair({ budget: open });
    const { proxy, monolith, service } = pair;
    let running = true;
    const failed: unknown[] = [];
    let done = 0;
    const load = async (): Promise<void> => {
      while (running) {
        const status = await fetch(`${proxy.url}/shop/1`).then(
          async (response) => {
            await response.arrayBuffer();
            return response.status;
          },
          (error: unknown) => error,
        );
        done++;
        if (status !== 200) failed.push(status);
      }
    };
    const clients = Array.from({ length: 8 }, load);
    for (let i = 0; i < 20; i++) {
      const state = i % 2 === 0 ? 'service' : 'monolith';
      const table = tableFor(monolith, service, { budget: open, state });
      const { monolith: upstream } = table.upstreams;
      if (upstream === undefined) throw new Error('no upstream');
      // Another keep-alive makes it another upstream, whose old connections must retire quietly.
      const upstreams = { ...table.upstreams, monolith: { ...upstream, keepAliveMs: 1000 + i } };
      const { moved } = await proxy.reload({ ...table, upstreams });
      expect(moved).toHaveLength(1);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    running = false;
    await Promise.all(clients);
    expect(failed).toEqual([]);
    expect(done).toBeGreaterThan(20);
  });

  it('asks the gates before it goes forward', async () => {
    pair = await startPair({ budget: open }, { gates: [no] });
    const table = tableFor(pair.monolith, pair.service, { budget: open, state: 'service' });
    const { refused, moved } = await pair.proxy.reload(table);
    expect(moved).toEqual([]);
    expect(refused).toMatchObject([{ route: 'shop', changed: false }]);
    expect(pair.proxy.status().routes[0]?.state).toBe('monolith');
  });
});

describe('close', () => {
  it('lets running requests finish and takes no new ones', async () => {
    pair = await startPair({});
    pair.monolith.answer = (request, response) => {
      setTimeout(() => json({ late: true })(request, response), 150);
    };
    const running = fetch(`${pair.proxy.url}/`).then((response) => response.json());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = pair.proxy.close({ drainMs: 2000 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await expect(fetch(`${pair.proxy.url}/`)).rejects.toThrow();
    expect(await running).toEqual({ late: true });
    await closed;
  });
});
