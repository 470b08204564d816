import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-ledger-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const run = (...args: string[]) =>
  runCommand(['ledger', ...args], { cwd: home, env: { USER: 'ann' } });
const lines = () => readFileSync(join(home, 'ashlar-ledger.jsonl'), 'utf8').trim().split('\n');

const add = (due: string, ...more: string[]) =>
  run(
    ...['add', 'inventory', '--hypothesis', 'ship without waiting', '--metric', 'lead time'],
    ...['--unit', 'days', '--baseline', '9', '--target', '3', '--due', due, ...more],
  );

describe('ashlar ledger', { timeout: 60_000 }, () => {
  it('takes an extraction from its hypothesis to its verdict', async () => {
    expect((await run()).stdout).toContain('nothing is stated yet');
    const example = join(import.meta.dirname, '../../../examples/monolith');
    const stated = await add('2999-01-01', '--analysis', example);
    expect(stated).toMatchObject({ code: 0, stdout: 'inventory-1 is stated\n' });
    const { cost } = JSON.parse(lines()[0] ?? '') as { cost: { networkCalls: { in: number } } };
    expect(cost.networkCalls.in).toBeGreaterThan(0);

    const early = await run('measure', 'inventory', '--value', '6', '--source', 'tickets of May');
    expect(early.stdout).toContain('6 days, 50 % of the way (tickets of May)');
    expect(early.stdout).toMatch(/cost: .*calls in and \d+ out over the network/);
    expect(await run('verdict', 'inventory')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('wait: '),
    });

    await run('measure', 'inventory', '--value', '3', '--source', 'tickets of June');
    expect(await run('verdict', 'inventory')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('keep: '),
    });
    const decided = await run(
      'verdict',
      'inventory',
      '--decide',
      'stop',
      '--why',
      'too many pagers',
    );
    expect(decided).toMatchObject({ code: 1, stdout: expect.stringContaining('decided by ann') });
    expect(lines().map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'hypothesis',
      'measurement',
      'measurement',
      'verdict',
    ]);
  });

  it('says merge back when it was no good in the end', async () => {
    expect((await add('2020-01-01')).stdout).toContain('inventory-2');
    await run('measure', 'inventory-2', '--value', '11', '--source', 'tickets');
    const ran = await run('verdict', 'inventory', '--json');
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ judgement: { advice: 'merge-back' } });
  });

  it.each([
    [
      'no such hypothesis',
      ['measure', 'mail', '--value', '1', '--source', 'x'],
      'It has inventory-1',
    ],
    [
      'a day that is none',
      [
        'add',
        'x',
        '--hypothesis',
        'a',
        '--metric',
        'b',
        '--baseline',
        '1',
        '--target',
        '2',
        '--due',
        '2030-02-30',
      ],
      'YYYY-MM-DD',
    ],
    [
      'a target that is the baseline',
      [
        'add',
        'x',
        '--hypothesis',
        'a',
        '--metric',
        'b',
        '--baseline',
        '1',
        '--target',
        '1',
        '--due',
        '2030-01-01',
      ],
      'nothing would get better',
    ],
    ['a decision without a reason', ['verdict', 'inventory', '--decide', 'keep'], 'wants a reason'],
  ])('refuses %s', async (_, args, message) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('is missed where routes are drawn up without it', async () => {
    const plan = { schemaVersion: 1, chosen: 'mail', routes: [{ method: 'GET', path: '/mail' }] };
    writeFileSync(join(home, 'plan.json'), JSON.stringify(plan));
    const args = ['proxy', 'init', 'mail', '--from-plan', 'plan.json'];
    const ran = await runCommand(args, { cwd: home });
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('ashlar ledger add mail'),
    });
  });
});
