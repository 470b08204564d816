import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/index.ts';
import { openStateStore, type StateEntry } from '../../src/state/store.ts';

let folder: string;
let file: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-store-'));
  file = join(folder, 'state.json');
  log = `${file}.log.jsonl`;
});
afterEach(() => rmSync(folder, { recursive: true }));

const monolith = { state: 'monolith' } as const;
const service = { state: 'service' } as const;
const entry = (state: StateEntry['state']): StateEntry => ({
  state,
  declared: monolith,
  since: '2026-01-01T00:00:00.000Z',
  armed: true,
  held: false,
});
const decision = (sequence: number): Decision => ({
  sequence,
  at: '2026-01-01T00:00:00.000Z',
  route: 'shop',
  action: 'promote',
  from: monolith,
  to: service,
  by: 'ann',
  why: 'x'.repeat(200),
  evidence: {},
});
const written = (): number[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return (JSON.parse(line) as Decision).sequence;
      } catch {
        return [];
      }
    });

describe('the decision log', () => {
  it('goes on behind a line that a crash has cut short', async () => {
    const first = openStateStore(file);
    await first.save('shop', entry(service), decision(1));
    first.close();
    appendFileSync(log, '{"sequence":2,"at":"20');
    const second = openStateStore(file);
    expect(second.decisions.map(({ sequence }) => sequence)).toEqual([1]);
    await second.save('shop', entry(monolith), decision(3));
    second.close();
    expect(written()).toEqual([1, 3]);
    expect(openStateStore(file).decisions.map(({ sequence }) => sequence)).toEqual([1, 3]);
  });

  it.runIf(existsSync('/dev/full'))('is completed once a full disk has room again', async () => {
    const store = openStateStore(file);
    await store.save('shop', entry(service), decision(1));
    rmSync(log);
    symlinkSync('/dev/full', log);
    await expect(store.save('shop', entry(monolith), decision(2))).rejects.toMatchObject({
      code: 'PROXY_STATE_UNWRITABLE',
    });
    expect(store.entries.get('shop')?.state).toEqual(service);
    expect(store.impose('shop', entry(monolith), decision(3))?.message).toMatch(/ENOSPC/);
    expect(store.record(decision(4))?.message).toMatch(/ENOSPC/);
    expect(store.entries.get('shop')?.state).toEqual(monolith);
    unlinkSync(log);
    expect(store.flush()).toBeUndefined();
    await store.save('shop', entry(service), decision(5));
    expect(written()).toEqual([3, 4, 5]);
    store.close();
  });

  it.runIf(existsSync('/dev/full'))(
    'has no decision whose state could not be written',
    async () => {
      const store = openStateStore(file);
      await store.save('shop', entry(service), decision(1));
      symlinkSync('/dev/full', `${file}.${process.pid}.tmp`);
      await expect(store.save('shop', entry(monolith), decision(2))).rejects.toMatchObject({
        code: 'PROXY_STATE_UNWRITABLE',
      });
      expect(store.entries.get('shop')?.state).toEqual(service);
      expect(written()).toEqual([1]);
      await store.save('shop', entry(monolith), decision(3));
      expect(written()).toEqual([1, 3]);
      await store.close();
    },
  );

  it('writes a roll back to the state file as soon as that works', async () => {
    const store = openStateStore(file);
    await store.save('shop', entry(service), decision(1));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'no folder any more');
    expect(store.impose('shop', entry(monolith), decision(2))).toBeInstanceOf(Error);
    expect(store.refresh()).toEqual([]);
    rmSync(folder);
    expect(store.flush()).toBeUndefined();
    store.close();
    expect(openStateStore(file).entries.get('shop')?.state).toEqual(monolith);
  });

  it('survives kill -9 at any moment: every line but the last is whole, none is missing', async () => {
    const source = new URL('../../src/state/store.ts', import.meta.url).href;
    const script = `const { openStateStore } = await import(${JSON.stringify(source)});
      const store = openStateStore(${JSON.stringify(file)});
      const at = '2026-01-01T00:00:00.000Z', state = { state: 'service' };
      // An end of its own, should nobody be left to kill it.
      for (let sequence = store.decisions.at(-1)?.sequence ?? 0; sequence < 20000; ) {
        await store.save('shop', { state, declared: state, since: at, armed: true, held: false },
          { sequence: ++sequence, at, route: 'shop', action: 'promote', from: state, to: state,
            by: 'ann', why: 'x'.repeat(3000), evidence: {} });
        process.stdout.write(sequence + '\\n');
      }`;
    let told = 0;
    for (let round = 0; round < 2; round++) {
      const flags = ['--conditions=@ashlar/source', '--no-warnings', '--experimental-strip-types'];
      const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', script]);
      child.stdout.on('data', (text: Buffer) => {
        told = Number(text.toString().trim().split('\n').at(-1));
        if (told > (round + 1) * 20) child.kill('SIGKILL');
      });
      await new Promise((resolve) => child.on('exit', resolve));
      const sequences = written();
      expect(sequences.length).toBeGreaterThanOrEqual(told);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }
    const store = openStateStore(file);
    expect(store.entries.get('shop')?.state).toEqual(service);
    store.close();
  }, 60_000);
});

describe('a state file', () => {
  it('belongs to one proxy, until that closes', () => {
    const first = openStateStore(file);
    expect(() => openStateStore(file)).toThrow(
      expect.objectContaining({ code: 'PROXY_STATE_IN_USE' }),
    );
    expect(() => openStateStore(file, true)).toThrow(
      expect.objectContaining({ code: 'PROXY_STATE_IN_USE' }),
    );
    first.close();
    openStateStore(file).close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('can be shared by processes that say so', async () => {
    const first = openStateStore(file, true);
    const second = openStateStore(file, true);
    second.close();
    expect(existsSync(`${file}.lock`)).toBe(true);
    await first.save('shop', entry(service), decision(1));
    first.close();
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, began: '1', host: hostname(), shared: false }],
    ['this process before it began anew', { pid: process.pid, began: '1', host: hostname() }],
    ['nobody that can be read', 'x'],
  ])('is taken over from %s', (_, holder) => {
    writeFileSync(`${file}.lock`, JSON.stringify(holder));
    openStateStore(file).close();
  });

  it('is not taken from another machine that was heard of a moment ago', () => {
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, began: '1', host: 'elsewhere' }));
    expect(() => openStateStore(file)).toThrow(/process 1 on elsewhere/);
  });
});
