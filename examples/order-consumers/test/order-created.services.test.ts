import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MessageCarrier, natsCarrier, rabbitmqCarrier } from '@ashlar/contracts';
import { createPact } from '@ashlar/contracts/vitest';
import { connect as connectNats, headers } from '@nats-io/transport-node';
import { connect as connectRabbit } from 'amqplib';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { CONSUMERS, orderCreatedTest } from './contracts.ts';

const nats = process.env.ASHLAR_TEST_NATS_URL ?? process.env.NATS_URL;
const rabbit = process.env.ASHLAR_TEST_AMQP_URL ?? process.env.AMQP_URL;

/** The consumer tests again, with the event on its way through a real broker. */
describe.each(['NATS', 'RabbitMQ'] as const)('OrderCreated over %s', (server) => {
  let over: MessageCarrier | undefined;
  let close: () => Promise<unknown> = async () => {};
  beforeAll(async () => {
    if (server === 'NATS' && nats !== undefined) {
      const connection = await connectNats({ servers: nats });
      close = () => connection.close();
      over = natsCarrier(connection, headers);
    }
    if (server === 'RabbitMQ' && rabbit !== undefined) {
      const connection = await connectRabbit(rabbit, { noDelay: true });
      close = () => connection.close();
      over = rabbitmqCarrier(await connection.createChannel());
    }
  });
  afterAll(() => close());

  describe.each(CONSUMERS)('%s', (consumer) => {
    // The pact is what the run in memory writes; this one is about the way.
    const dir = join(tmpdir(), `ashlar-order-created-${process.pid}`);
    const pact = createPact({ consumer, provider: 'shop-monolith', dir });
    afterAll(() => rm(dir, { recursive: true, force: true }));

    it('takes it', async (context) => {
      if (over === undefined) context.skip(`${server} does not answer`);
      await orderCreatedTest(consumer, pact, over);
    });
  });
});
