import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ClientReading } from '../../src/lane/client-reading.ts';

const opened: { destroy?(): unknown; close?(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) (one.destroy ?? one.close)?.call(one);
});

/** A connection accepted without being read, and who made it. */
async function accept() {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [accepted] = (await once(server, 'connection')) as [Socket];
  opened.push(client, server);
  return { server, client, accepted };
}

async function adopted() {
  const { server, client, accepted } = await accept();
  const reading = new ClientReading();
  const socket = reading.adopt(accepted);
  if (socket === undefined) throw new Error('this version of Node does not let us');
  return { server, client, reading, socket };
}

describe('a connection read into memory of ours', () => {
  it('gets small packets in shared memory, and whole what fills it', async () => {
    const { client, reading } = await adopted();
    const seen: [number, boolean][] = [];
    let total = 0;
    const all = new Promise<void>((done) => {
      reading.take = (chunk, shared) => {
        seen.push([chunk.length, shared]);
        total += chunk.length;
        if (total === 100_005) done();
        return false;
      };
    });
    client.write('hello');
    while (total < 5) await new Promise((tick) => setTimeout(tick, 2));
    client.write(Buffer.alloc(100_000));
    await all;
    expect(seen[0]).toEqual([5, true]);
    expect(seen[1]?.[0]).toBeGreaterThanOrEqual(8192);
    expect(seen[1]?.[1]).toBe(false);
    expect(seen.every(([size, shared]) => !shared || size < 8192)).toBe(true);
  });

  it('gets at once what fills the shared memory and is followed by nothing', async () => {
    const { client, reading } = await adopted();
    const [chunk, shared] = await new Promise<[Buffer, boolean]>((done) => {
      reading.take = (...args) => {
        done(args);
        return true;
      };
      client.write(Buffer.alloc(8192, 'x'));
    });
    expect([chunk.length, shared]).toEqual([8192, false]);
  });

  it('gets what was read before the end', async () => {
    const { client, reading, socket } = await adopted();
    let total = 0;
    reading.take = (chunk) => {
      total += chunk.length;
      return false;
    };
    socket.resume();
    socket.once('end', () => expect(total).toBe(8192));
    client.end(Buffer.alloc(8192));
    await once(socket, 'end');
    expect(total).toBe(8192);
  });

  it('goes on with other memory while some is still needed', async () => {
    const { client, reading } = await adopted();
    const kept: Buffer[] = [];
    const all = new Promise<void>((done) => {
      reading.take = (chunk, shared) => {
        kept.push(shared ? Buffer.from(chunk) : chunk);
        if (kept.reduce((sum, { length }) => sum + length, 0) === 2_000_000) done();
        return true;
      };
    });
    const body = Buffer.from(
      Array.from({ length: 2_000_000 }, (_, i) => (i * 31 + (i >> 8)) & 255),
    );
    client.write(body);
    await all;
    expect(Buffer.concat(kept).equals(body)).toBe(true);
  });

  it('is a stream again when nobody takes', async () => {
    const { client, reading, socket } = await adopted();
    reading.take = () => {
      reading.take = undefined;
      socket.unshift('first ');
      return false;
    };
    client.write('lost');
    await once(socket, 'readable');
    client.end('second');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text).toBe('first second');
  });

  it('is counted by its server until it closes', async () => {
    const { server, client, socket } = await adopted();
    const closed = once(server, 'close');
    server.close();
    expect(await new Promise((tell) => server.getConnections((_, n) => tell(n)))).toBe(1);
    client.destroy();
    socket.destroy();
    await closed;
  });

  it('is left alone where Node has no such handle', async () => {
    const { accepted } = await accept();
    Object.assign(accepted, { _server: null });
    expect(new ClientReading().adopt(accepted)).toBeUndefined();
    expect(accepted.destroyed).toBe(false);
  });
});
