import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ProxyCore } from '../../src/exchange/core.ts';
import { FastConnection } from '../../src/lane/fast-connection.ts';

/** A client that takes nothing of what is written until it is told to. */
class SlowClient extends Duplex {
  readonly #taken: (() => void)[] = [];

  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    this.#taken.push(done);
  }

  takeAll(): void {
    for (const done of this.#taken.splice(0)) done();
  }
}

function connected(): { client: SlowClient; connection: FastConnection } {
  const client = new SlowClient({ allowHalfOpen: true });
  const limits = { headBytes: 1000, headerCount: 10, headMs: 1000, keepAliveMs: 1000 };
  const core = {
    coarseNow: 0,
    date: 'now',
    generation: () => ({ table: { limits } }),
    refused: () => undefined,
  } as unknown as ProxyCore;
  const owner = { handOver: () => undefined, closed: () => undefined };
  const connection = new FastConnection(core, client as unknown as Socket, owner);
  return { client, connection };
}

function refused(): ReturnType<typeof connected> {
  const both = connected();
  both.client.push('no HTTP\r\n\r\n');
  return both;
}

describe('a connection that ends with its answer', () => {
  it('waits for a slow client to take the answer, and only then for what it still sends', async () => {
    const { client, connection } = refused();
    await turn();
    connection.tick(30_000);
    expect(client.destroyed).toBe(false);
    client.takeAll();
    await turn();
    connection.tick(1000);
    expect(client.destroyed).toBe(false);
    connection.tick(3000);
    expect(client.destroyed).toBe(true);
  });

  it('gives up on a client that never takes it', async () => {
    const { client, connection } = refused();
    await turn();
    connection.tick(61_000);
    expect(client.destroyed).toBe(true);
  });
});

describe('a kept connection on which nothing runs', () => {
  it('is closed when its last answer is taken, not before', () => {
    const { client, connection } = connected();
    client.write('the end of an answer');
    connection.closeIfIdle();
    expect(client.destroyed).toBe(false);
    client.takeAll();
    connection.closeIfIdle();
    expect(client.destroyed).toBe(true);
  });
});
