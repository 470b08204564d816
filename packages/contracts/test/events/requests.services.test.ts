import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectNats, headers } from '@nats-io/transport-node';
import { connect as connectRabbit } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsumerPact } from '../../src/consumer/consumer-pact.ts';
import { matchers } from '../../src/consumer/matchers.ts';
import type { MessageCarrier } from '../../src/events/carrier.ts';
import { natsCarrier } from '../../src/events/nats-carrier.ts';
import { rabbitmqCarrier } from '../../src/events/rabbitmq-carrier.ts';

const SERVERS = {
  NATS: process.env.ASHLAR_TEST_NATS_URL,
  RabbitMQ: process.env.ASHLAR_TEST_AMQP_URL,
} as const;
type Server = keyof typeof SERVERS;
const { integer, optional, string } = matchers;

const stock = {
  given: 'TEE is in stock',
  uponReceiving: 'a request for stock',
  withRequest: { contents: { sku: string('TÉE') }, metadata: { subject: 'stock.get' } },
  willReplyWith: {
    contents: { onHand: integer(3), note: optional('bücher') },
    metadata: { server: string('inventory-1') },
  },
} as const;

/** The consumer's own client: asks over the broker without our help. */
type Ask = (channel: string, request: unknown) => Promise<unknown>;

const closers: (() => Promise<unknown>)[] = [];
const carriers: Partial<Record<Server, MessageCarrier>> = {};
const clients: Partial<Record<Server, Ask>> = {};

beforeAll(async () => {
  if (SERVERS.NATS !== undefined) {
    const connection = await connectNats({ servers: SERVERS.NATS });
    closers.push(() => connection.close());
    carriers.NATS = natsCarrier(connection, headers, { timeoutMs: 2_000 });
    clients.NATS = async (channel, request) => {
      const fields = headers();
      fields.set('subject', 'stock.get');
      const reply = await connection.request(channel, JSON.stringify(request), {
        timeout: 2_000,
        headers: fields,
      });
      return reply.json();
    };
  }
  if (SERVERS.RabbitMQ !== undefined) {
    const connection = await connectRabbit(SERVERS.RabbitMQ, { noDelay: true });
    closers.push(() => connection.close());
    const channel = await connection.createChannel();
    carriers.RabbitMQ = rabbitmqCarrier(channel, { timeoutMs: 2_000 });
    clients.RabbitMQ = async (routingKey, request) => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const own = await connection.createChannel();
      const direct = 'amq.rabbitmq.reply-to';
      await own.consume(direct, (reply) => resolve(JSON.parse(String(reply?.content))), {
        noAck: true,
      });
      own.publish('amq.topic', routingKey, Buffer.from(JSON.stringify(request)), {
        replyTo: direct,
        correlationId: '1',
        contentType: 'application/json',
        headers: { subject: 'stock.get' },
      });
      const answer = await promise;
      await own.close();
      return answer;
    };
  }
});
afterAll(async () => {
  for (const close of closers) await close();
});

async function inFolder(
  test: (pact: ConsumerPact, read: () => Promise<string>) => Promise<unknown>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'ashlar-requests-'));
  const pact = new ConsumerPact({
    consumer: 'shop',
    provider: 'inventory',
    dir,
    logLevel: 'error',
  });
  await test(pact, () => readFile(join(dir, 'shop-inventory.json'), 'utf8')).finally(() =>
    rm(dir, { recursive: true }),
  );
}

describe.each(Object.keys(SERVERS) as Server[])('requests over %s', (server) => {
  it('are answered as in memory, with the same pact', async (context) => {
    const carrier = carriers[server];
    if (carrier === undefined) return context.skip(`${server} does not answer`);
    const seen: unknown[] = [];
    const pacts: string[] = [];
    for (const over of [undefined, carrier]) {
      await inFolder(async (pact, read) => {
        await pact.request({ ...stock, ...(over && { over }) }, async (send, { request }) => {
          const { contents, metadata } = await send(request.contents, { subject: 'stock.get' });
          seen.push([contents, metadata.server]);
        });
        pacts.push(await read());
      });
    }
    expect(seen.slice(0, 2)).toEqual([
      [{ onHand: 3, note: 'bücher' }, 'inventory-1'],
      [{ onHand: 3 }, 'inventory-1'],
    ]);
    expect(seen.slice(2)).toEqual(seen.slice(0, 2));
    expect(pacts[1]).toBe(pacts[0]);
  });

  it('come from a client of the consumer as well', async (context) => {
    const over = carriers[server];
    const ask = clients[server];
    if (over === undefined || ask === undefined) return context.skip(`${server} does not answer`);
    await inFolder((pact) =>
      pact.request({ ...stock, over }, async (_send, { request, channel, variant }) => {
        expect(await ask(channel ?? '', request.contents)).toEqual(
          variant === '' ? { onHand: 3, note: 'bücher' } : { onHand: 3 },
        );
      }),
    );
  });

  it.for([
    ['by send', async (send: (contents: unknown) => Promise<unknown>) => send({ sku: 7 })],
    [
      'by a client that goes on without a reply',
      async (_send: unknown, channel: string, ask: Ask) => {
        void ask(channel, { sku: 7 }).catch(() => {});
        await new Promise((done) => setTimeout(done, 200));
      },
    ],
  ] as const)('fail the test when another one was sent, %s', async ([, sender], context) => {
    const over = carriers[server];
    const ask = clients[server];
    if (over === undefined || ask === undefined) return context.skip(`${server} does not answer`);
    await inFolder(async (pact, read) => {
      const run = pact.request({ ...stock, over }, async (send, { channel }) => {
        await sender(send, channel ?? '', ask);
      });
      await expect(run).rejects.toMatchObject({
        code: 'CONTRACTS_REQUEST_NOT_AS_DECLARED',
        message: expect.stringContaining('$.sku'),
      });
      await expect(read()).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
});

it('a carrier that has no replies says so', async () => {
  const over: MessageCarrier = { name: 'Kafka', binding: 'kafka', carry: async (one) => one };
  await inFolder((pact) =>
    expect(pact.request({ ...stock, over }, async () => {})).rejects.toMatchObject({
      code: 'CONTRACTS_OPTION_INVALID',
    }),
  );
});
