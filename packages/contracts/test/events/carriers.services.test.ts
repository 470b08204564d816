import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectNats, headers } from '@nats-io/transport-node';
import { connect as connectRabbit } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsumerPact } from '../../src/consumer/consumer-pact.ts';
import { matchers } from '../../src/consumer/matchers.ts';
import type { MessageCarrier } from '../../src/events/carrier.ts';
import { channelName } from '../../src/events/channel-name.ts';
import { natsCarrier } from '../../src/events/nats-carrier.ts';
import { rabbitmqCarrier } from '../../src/events/rabbitmq-carrier.ts';

const SERVERS = {
  NATS: process.env.ASHLAR_TEST_NATS_URL,
  RabbitMQ: process.env.ASHLAR_TEST_AMQP_URL,
} as const;
const MODES = ['structured', 'binary'] as const;
const { integer, optional, string } = matchers;
const options = (dir: string) =>
  ({ consumer: 'mail', provider: 'shop', dir, logLevel: 'error' }) as const;

/** The consumer under test: what it keeps of an order. */
async function consume(event: { readonly type: string; readonly data: unknown }): Promise<unknown> {
  const { orderId, note } = event.data as { orderId: number; note?: string };
  return { type: event.type, line: `order ${orderId}: ${note ?? 'no note'}` };
}

/** The one consumer test, whatever carries the message. */
async function consumerTest(
  pact: ConsumerPact,
  mode: (typeof MODES)[number],
  over: MessageCarrier | undefined,
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  await pact.event(
    {
      expectsToReceive: `OrderCreated in ${mode} mode`,
      event: {
        type: 'shop.order.created.v1',
        source: string('/shop/bücher & co'),
        data: { orderId: integer(7), note: optional(string('"grün" 100 %')) },
      },
      mode,
      ...(over && { over }),
    },
    async (event) => {
      expect(event.source).toBe('/shop/bücher & co');
      results.push(await consume(event));
    },
  );
  return results;
}

const closers: (() => Promise<unknown>)[] = [];
const carriers: Partial<Record<keyof typeof SERVERS, MessageCarrier>> = {};
const name = { domain: 'ordering', event: 'OrderCreated', version: 1 };

beforeAll(async () => {
  if (SERVERS.NATS !== undefined) {
    const connection = await connectNats({ servers: SERVERS.NATS });
    closers.push(() => connection.close());
    const channel = `${process.pid}.${channelName(name, 'nats')}`;
    carriers.NATS = natsCarrier(connection, headers, { channel });
  }
  if (SERVERS.RabbitMQ !== undefined) {
    const connection = await connectRabbit(SERVERS.RabbitMQ, { noDelay: true });
    closers.push(() => connection.close());
    const channel = `${process.pid}.${channelName(name, 'rabbitmq')}`;
    carriers.RabbitMQ = rabbitmqCarrier(await connection.createChannel(), { channel });
  }
});
afterAll(async () => {
  for (const close of closers) await close();
});

describe.each(Object.keys(SERVERS) as (keyof typeof SERVERS)[])(
  'a consumer test over %s',
  (server) => {
    it.for(MODES)(
      'sees a CloudEvent in %s mode as it does in memory, with the same pact',
      async (mode, context) => {
        const over = carriers[server];
        if (over === undefined) return context.skip(`${server} does not answer`);
        const pacts: string[] = [];
        const results: unknown[] = [];
        for (const carrier of [undefined, over]) {
          const dir = await mkdtemp(join(tmpdir(), 'ashlar-carrier-'));
          results.push(await consumerTest(new ConsumerPact(options(dir)), mode, carrier));
          pacts.push(await readFile(join(dir, 'mail-shop.json'), 'utf8'));
          await rm(dir, { recursive: true });
        }
        expect(results[0]).toEqual([
          { type: 'shop.order.created.v1', line: 'order 7: "grün" 100 %' },
          { type: 'shop.order.created.v1', line: 'order 7: no note' },
        ]);
        expect(results[1]).toEqual(results[0]);
        expect(pacts[1]).toBe(pacts[0]);
      },
    );

    it('carries header fields, and bodies that are not JSON', async (context) => {
      const over = carriers[server];
      if (over === undefined) return context.skip(`${server} does not answer`);
      const message = { contents: 'a;b', metadata: { contentType: 'text/csv', 'x-shard': '7' } };
      expect(await over.carry(message)).toEqual(message);
      const nothing = { contents: null, metadata: { contentType: 'application/json' } };
      expect(await over.carry(nothing)).toEqual(nothing);
    });

    it('gets through a hundred messages one after the other', async (context) => {
      const over = carriers[server];
      if (over === undefined) return context.skip(`${server} does not answer`);
      for (let id = 0; id < 100; id += 1) {
        const message = { contents: { id }, metadata: { contentType: 'application/json' } };
        expect((await over.carry(message)).contents).toEqual({ id });
      }
    });
  },
);

it('says when a message does not arrive', async (context) => {
  if (SERVERS.NATS === undefined) return context.skip('NATS does not answer');
  const connection = await connectNats({ servers: SERVERS.NATS });
  // A connection whose messages go nowhere.
  const deaf = { ...bound(connection), publish: () => {} };
  const over = natsCarrier(deaf, headers, { timeoutMs: 100 });
  await expect(over.carry({ contents: {}, metadata: {} })).rejects.toMatchObject({
    code: 'CONTRACTS_MESSAGE_LOST',
  });
  await connection.close();
});

function bound(connection: Awaited<ReturnType<typeof connectNats>>) {
  return {
    subscribe: connection.subscribe.bind(connection),
    flush: connection.flush.bind(connection),
  };
}
