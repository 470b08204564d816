import { createClient } from '@redis/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Line } from '../../src/redis/line.ts';
import { type FakeRedis, startFakeRedis } from '../support/fake-redis.ts';

let server: FakeRedis;
let line: Line;
let heard: string[];
let readies: number;

beforeEach(async () => {
  server = await startFakeRedis();
  heard = [];
  readies = 0;
  line = new Line(createClient, {
    url: server.url,
    silenceMs: 3_000,
    heardOn: new Map([
      ['news', (message: string) => void heard.push(`news ${message}`)],
      ['evidence', (message: string) => void heard.push(`evidence ${message}`)],
    ]),
    retries: () => true,
    ready: () => {
      readies++;
    },
  });
});
afterEach(async () => {
  line.close();
  await server.close();
});

describe('a line to Redis', () => {
  it.each([1, 2, 3])('listens to everything although %i subscriptions were lost', async (lost) => {
    server.loseSubscriptions(lost);
    await line.connect();
    await expect.poll(() => readies, { interval: 10 }).toBe(1);
    await expect.poll(() => server.publish('news', 'moved'), { interval: 10 }).toBe(1);
    expect(server.publish('evidence', 'seen')).toBe(1);
    await expect
      .poll(() => heard.toSorted(), { interval: 10 })
      .toEqual(['evidence seen', 'news moved']);
  });

  it('leaves no connection behind when it is closed while it is being made', async () => {
    const connecting = line.connect();
    line.close();
    await expect(connecting).rejects.toThrow();
    await expect.poll(() => [server.seen, server.open], { interval: 10 }).toEqual([1, 0]);
    expect(line.ready).toBe(false);
  });
});
