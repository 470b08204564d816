import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, createBroker, createEnvironment, recordDeployment } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, launch, type Page } from '../../../test/chromium.ts';
import { runCommand } from './run-command.ts';

const missing = chromium === undefined ? ' (skipped: no Chromium; name one in CHROMIUM)' : '';
const example = join(import.meta.dirname, '../../../examples/monolith');

describe.skipIf(chromium === undefined)(`the dashboard in Chromium${missing}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'ashlar-dashboard-'));
  let upstream: Server;
  let broker: Broker;
  let proxy: ChildProcess;
  let entry: string;
  let view: Page;

  const cells = (): Promise<Record<string, string>> =>
    view.evaluate(`(() => {
      const row = [...document.querySelectorAll('#domains tr')]
        .find((one) => one.querySelector('th').textContent.startsWith('inventory'));
      return row === undefined ? {} : Object.fromEntries([...row.querySelectorAll('td')]
        .map((cell) => [cell.dataset.label, cell.textContent]));
    })()`);

  const focused = (): Promise<string> => view.evaluate('document.activeElement.id');
  const textOf = (id: string): Promise<string> =>
    view.evaluate(`document.getElementById('${id}').textContent`);
  const tabTo = async (id: string): Promise<void> => {
    for (let press = 0; press < 50 && (await focused()) !== id; press++) await view.press('Tab');
    expect(await focused()).toBe(id);
  };

  beforeAll(async () => {
    upstream = createServer((_, response) => response.end('{"version":"1.0.0"}'));
    await new Promise<void>((resolve) => {
      upstream.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    broker = await createBroker({ port: 0, database: ':memory:' });
    const connection = { url: broker.url };
    await createEnvironment({ broker: connection, name: 'production', production: true });
    await fetch(`${broker.url}/pacticipants/inventory/versions/1.0.0`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const live = { broker: connection, pacticipant: 'inventory', version: '1.0.0' };
    await recordDeployment({ ...live, environment: 'production' });
    writeFileSync(
      join(home, 'ashlar.yaml'),
      `schemaVersion: 1\nbroker: { url: "${broker.url}" }\nservices:\n  inventory: { owner: team-warehouse, domain: inventory }\n`,
    );
    const table = {
      schemaVersion: 1,
      upstreams: { monolith: url, inventory: { url, health: '/health' } },
      routes: [
        { id: 'stock', match: '/stock/**', service: 'inventory', state: 'shadow' },
        { id: 'rest', match: '/**', state: 'monolith' },
      ],
    };
    writeFileSync(join(home, 'routes.yaml'), JSON.stringify(table));
    const analysis = join(home, 'analysis.json');
    const ran = await runCommand(['analyze', example, '--json', analysis, '--no-history']);
    expect(ran, ran.stderr).toMatchObject({ code: expect.any(Number) });
    const bin = join(import.meta.dirname, '../dist/bin.js');
    const args = [bin, 'proxy', 'routes.yaml', '--port', '0', '--admin-port', '0'];
    proxy = spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] });
    const line = await new Promise<string>((resolve) => {
      proxy.stdout?.once('data', (text: Buffer) => resolve(text.toString()));
    });
    view = await launch(chromium ?? '');
    const { listening, admin } = JSON.parse(line) as { listening: string; admin: string };
    entry = listening;
    await view.open(admin);
  }, 120_000);

  afterAll(async () => {
    await view?.close();
    proxy?.kill('SIGTERM');
    await broker?.close();
    upstream?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('shows of each domain its plan, routes, contracts, what runs, and the next command', async () => {
    await expect.poll(cells, { timeout: 30_000, interval: 500 }).toEqual({
      plan: expect.stringMatching(/^candidate \d+ of \d+; /),
      routes: 'stock /stock/**: shadow',
      contracts: 'inventory 1.0.0 in production: yes',
      runs: 'production: inventory 1.0.0',
      Next: expect.stringMatching(/^ashlar proxy promote stock/),
    });
    expect(view.errors).toEqual([]);
  }, 40_000);

  it('has the command within reach of the keyboard, and leaves the focus there', async () => {
    await tabTo('next-inventory');
    await view.evaluate(
      "(pictureShown = '', pictureDue = 0, refreshPicture().then(() => undefined))",
    );
    expect(await focused()).toBe('next-inventory');
  });

  it('carries actions through by keyboard alone, each with its reason', async () => {
    for (let i = 0; i < 3; i++) await fetch(`${entry}/stock/1`);
    await tabTo('hold-stock');
    await view.press('Enter');
    expect(await textOf('why-title')).toBe('Hold stock?');
    // Nobody decides without a name, and a blank is none.
    for (const typed of ['', ' ']) {
      expect(await focused()).toBe('person');
      await view.type(typed);
      await view.press('Enter');
      expect(await textOf('hold-stock')).toBe('Hold');
    }
    await view.type('Ann');
    await tabTo('reason');
    await view.type('the warehouse counts');
    await view.press('Enter');
    await expect.poll(() => textOf('hold-stock')).toBe('Release');
    expect(await focused()).toBe('hold-stock');
    expect(await textOf('result')).toBe('stock: hold, now shadow');

    await view.press(' ');
    expect(await textOf('why-title')).toBe('Release stock?');
    expect(await focused()).toBe('reason');
    await view.type('never mind');
    await view.press('Escape');
    await expect.poll(focused).toBe('hold-stock');

    await tabTo('rollback-stock');
    await view.press('Enter');
    await view.type('wrong counts');
    await tabTo('why-no');
    await view.press('Enter');
    await expect.poll(focused).toBe('rollback-stock');
    // Whoever is quick asks again before the browser has told that the last question is closed.
    await view.evaluate(
      "byId('rollback-stock').click(), byId('why').close(), byId('rollback-stock').click()",
    );
    await view.type('wrong counts');
    await tabTo('why-yes');
    await view.press('Enter');
    await expect.poll(() => textOf('result')).toBe('stock: rollback, now monolith');
    expect(await focused()).toBe('rollback-stock');

    // This button goes with what it forgets, and the reader is left at what came of it.
    await tabTo('forget-stock');
    await view.press('Enter');
    await view.press('Enter');
    await expect.poll(focused).toBe('result');
    expect(await textOf('result')).toBe('stock: forget, now monolith');
    const decisions = await view.evaluate<{ action: string; by: string; why: string }[]>(
      "fetch('/history').then((answer) => answer.json())",
    );
    const told = decisions.map(({ action, by, why }) => `${action} by ${by}: ${why}`);
    expect(told.filter((one) => one.includes('by Ann'))).toEqual([
      'hold by Ann: the warehouse counts',
      'rollback by Ann: wrong counts',
      'forget by Ann: no reason given',
    ]);
    expect(view.errors).toEqual([]);
  }, 30_000);

  it.each([1400, 390])('needs no sideways scrolling of the page at %i pixels', async (width) => {
    await view.resize(width, 900);
    expect(await view.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    if (process.env.SCREENSHOTS) {
      await view.screenshot(join(process.env.SCREENSHOTS, `dashboard-${width}.png`));
    }
  });
});
