import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StepFailure } from '../src/frame/failure.ts';
import { createNarrator } from '../src/frame/narrator.ts';
import { createSteps, JourneyStopped } from '../src/frame/steps.ts';
import { createSupervisor, type Service } from '../src/frame/supervisor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journey-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An orphan that nobody reaps keeps its id, as some containers do; it is dead all the same. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

function node(name: string, code: string): Service<string> {
  return { name, command: process.execPath, args: ['-e', code], ready: (line) => line };
}

const FOREVER = 'setInterval(() => {}, 1000);';

describe('the supervisor', () => {
  const open = new AbortController().signal;

  it('waits until a process says that it is ready, logs it, and stops it', async () => {
    const supervisor = createSupervisor(folder, open);
    const running = await supervisor.start(node('a', `console.log('ready'); ${FOREVER}`));
    expect(running.value).toBe('ready');
    expect(isAlive(running.pid)).toBe(true);
    await running.stop();
    expect(isAlive(running.pid)).toBe(false);
    expect(readFileSync(running.logFile, 'utf8')).toContain('ready');
  });

  it('tells the exit code of a process that ends in order', async () => {
    const supervisor = createSupervisor(folder, open);
    const code = `process.on('SIGTERM', () => process.exit(7)); console.log('ready'); ${FOREVER}`;
    expect(await (await supervisor.start(node('a', code))).stop()).toBe(7);
  });

  it('stops everything, also what a process has started itself', async () => {
    const supervisor = createSupervisor(folder, open);
    const parent = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', '${FOREVER}']);
      console.log(child.pid); ${FOREVER}`;
    const a = await supervisor.start(node('a', parent));
    const b = await supervisor.start(node('b', `console.log('x'); ${FOREVER}`));
    await supervisor.stopAll();
    await expect.poll(() => [a.pid, Number(a.value), b.pid].filter(isAlive)).toEqual([]);
  });

  it.each([
    ['ends before it is ready', 'console.error("no database"); process.exit(2)', 'exit code 2'],
    ['says so and fails', 'console.error("no database"); process.exit(2)', 'no database'],
    ['is never ready', FOREVER, 'was not ready after 0.3 s'],
  ])('fails the step when a process %s', async (_, code, message) => {
    const supervisor = createSupervisor(folder, open);
    const service = { ...node('a', code), patience: message.startsWith('was') ? 300 : 10_000 };
    await expect(supervisor.start(service)).rejects.toThrow(message);
    await supervisor.stopAll();
  });

  it('names a command that does not exist', async () => {
    const supervisor = createSupervisor(folder, open);
    const service = { ...node('a', ''), command: join(folder, 'nothing') };
    await expect(supervisor.start(service)).rejects.toThrow('ENOENT');
  });

  it('runs a command to its end', async () => {
    const supervisor = createSupervisor(folder, open);
    const command = node('a', 'console.log("out"); console.error("err"); process.exitCode = 3');
    expect(await supervisor.run(command)).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('does not wait for the end of a command after an interruption', async () => {
    const interruption = new AbortController();
    const supervisor = createSupervisor(folder, interruption.signal);
    const running = supervisor.run(node('a', FOREVER));
    interruption.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
  });

  it('starts nothing any more after an interruption, and ends what waits', async () => {
    const interruption = new AbortController();
    const supervisor = createSupervisor(folder, interruption.signal);
    const waiting = supervisor.start(node('a', FOREVER));
    interruption.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
    await expect(supervisor.run(node('b', ''))).rejects.toThrow('interrupted');
    await supervisor.stopAll();
  });
});

describe('Ctrl-C', () => {
  it('leaves no process running', async () => {
    const script = fileURLToPath(new URL('./supervised.ts', import.meta.url));
    const journey = spawn(process.execPath, [script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(journey.stdout), 'line');
    const { pids } = JSON.parse(String(line)) as { pids: number[] };
    expect(pids.map(isAlive)).toEqual([true, true]);
    const exited = once(journey, 'exit');
    journey.kill('SIGINT');
    expect((await exited)[0]).toBe(130);
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  });
});

describe('the steps', () => {
  const told: string[] = [];
  const narrator = createNarrator({ write: (text) => told.push(text) });
  beforeEach(() => {
    told.length = 0;
  });

  it('pass values on and remember what came out', async () => {
    const steps = createSteps(narrator, 2, new AbortController().signal, () => 0);
    const value = await steps.run('first', async () => ({ summary: 'four', value: 4 }));
    expect(value).toBe(4);
    expect(steps.finished).toEqual([
      { title: 'first', seconds: 0, outcome: 'done', result: 'four' },
    ]);
    expect(told.join('')).toContain('[1/2] first');
  });

  it('stop at a failed expectation, in its own words', async () => {
    const steps = createSteps(narrator, 1, new AbortController().signal);
    const work = steps.run('first', async () => {
      throw new StepFailure('3 of 4 answers differ');
    });
    await expect(work).rejects.toMatchObject({ step: 'first', interrupted: false });
    await expect(work).rejects.toBeInstanceOf(JourneyStopped);
    expect(steps.finished[0]).toMatchObject({ outcome: 'failed', result: '3 of 4 answers differ' });
    expect(told.join('')).toContain('FAILED: 3 of 4 answers differ');
  });

  it('keep the stack of a defect', async () => {
    const steps = createSteps(narrator, 1, new AbortController().signal);
    const work = steps.run('first', () => Promise.reject(new TypeError('x is undefined')));
    await expect(work).rejects.toBeInstanceOf(JourneyStopped);
    expect(steps.finished[0]?.result).toMatch(/TypeError: x is undefined\n +at /);
  });

  it('tell an interruption from a failure', async () => {
    const interruption = new AbortController();
    const steps = createSteps(narrator, 1, interruption.signal);
    const work = steps.run('first', async () => {
      interruption.abort(new Error('interrupted'));
      interruption.signal.throwIfAborted();
      return { summary: '', value: 0 };
    });
    await expect(work).rejects.toMatchObject({ interrupted: true });
    expect(steps.finished[0]?.outcome).toBe('interrupted');
    expect(told.join('')).not.toContain('FAILED');
  });
});

describe('progress', () => {
  it('is one rewritten line on a terminal, and gone afterwards', async () => {
    const written: string[] = [];
    const narrator = createNarrator({ isTTY: true, write: (text) => written.push(text) });
    await narrator.during('waiting', new Promise((resolve) => setTimeout(resolve, 250)));
    expect(written.length).toBeGreaterThan(2);
    expect(written.every((text) => text.startsWith('\r\u001b[2K') && !text.includes('\n'))).toBe(
      true,
    );
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });

  it('fits the width of the terminal', async () => {
    const written: string[] = [];
    const output = { isTTY: true, columns: 40, write: (text: string) => written.push(text) };
    await createNarrator(output).during('x'.repeat(200), Promise.resolve());
    const [first = ''] = written;
    expect(first.slice('\r\u001b[2K'.length)).toHaveLength(39);
    expect(first.endsWith(' (0 s)')).toBe(true);
  });

  it('says nothing in a log for work that is soon done', async () => {
    const written: string[] = [];
    const narrator = createNarrator({ write: (text) => written.push(text) });
    expect(await narrator.during('waiting', async () => 4)).toBe(4);
    expect(written).toEqual([]);
  });
});
