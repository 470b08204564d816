import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../../src/lane/lane.ts';
import { stop } from '../../src/proxy/listen.ts';

describe('stopping', () => {
  it.each([
    ['waits for a client that still takes its answer', 10_000, 30],
    ['cuts it when the time is up', 60, Infinity],
  ])('%s', async (_, drainMs, looks) => {
    const happened: string[] = [];
    let asked = 0;
    const lane: Lane = {
      server: createServer(),
      open: () => 0,
      sending: () => ++asked < looks,
      closeIdle: () => undefined,
      closeAll: () => happened.push('cut'),
    };
    const until = performance.now() + drainMs;
    await stop(
      [lane],
      () => true,
      until,
      () => undefined,
    );
    expect(happened).toEqual(['cut']);
    if (looks === Infinity) expect(performance.now()).toBeGreaterThanOrEqual(until);
    else expect(asked).toBe(looks);
  });
});
