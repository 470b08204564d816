import { randomUUID } from 'node:crypto';
import { arrival, type CarrierOptions, decoded, encoded, type MessageCarrier } from './carrier.ts';

interface RabbitMessage {
  readonly content: Buffer;
  readonly properties: {
    readonly contentType?: unknown;
    readonly headers?: Readonly<Record<string, unknown>> | undefined;
  };
}

/** A channel of amqplib, as far as it is used. */
export interface RabbitChannelLike<Message extends RabbitMessage = RabbitMessage> {
  assertQueue(
    name: string,
    options: { exclusive: boolean; autoDelete: boolean },
  ): PromiseLike<{ readonly queue: string }>;
  bindQueue(queue: string, exchange: string, pattern: string): PromiseLike<unknown>;
  consume(
    queue: string,
    onMessage: (message: Message | null) => void,
  ): PromiseLike<{ readonly consumerTag: string }>;
  publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    options: { contentType?: string; headers: Record<string, unknown> },
  ): boolean;
  ack(message: Message): void;
  cancel(consumerTag: string): PromiseLike<unknown>;
}

/**
 * Carries messages over a real RabbitMQ: an exchange, and a queue of its own that is bound to it.
 *
 *     import { connect } from 'amqplib';
 *     const rabbit = rabbitmqCarrier(await (await connect(url)).createChannel());
 *
 * The exchange has to be there; the default is `amq.topic`, which every RabbitMQ has.
 */
export function rabbitmqCarrier<Message extends RabbitMessage>(
  channel: RabbitChannelLike<Message>,
  options: CarrierOptions & { readonly exchange?: string } = {},
): MessageCarrier {
  const { exchange = 'amq.topic', timeoutMs } = options;
  const routingKey = options.channel ?? `ashlar.contract.${randomUUID()}`;
  return {
    name: 'RabbitMQ',
    binding: 'amqp',
    carry: async (message) => {
      const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
      await channel.bindQueue(queue, exchange, routingKey);
      const { promise, resolve } = Promise.withResolvers<Message>();
      const { consumerTag } = await channel.consume(queue, (arrived) => {
        if (arrived === null) return;
        channel.ack(arrived);
        resolve(arrived);
      });
      const { contentType, ...headers } = message.metadata;
      channel.publish(exchange, routingKey, encoded(message), {
        ...(contentType === undefined ? {} : { contentType: String(contentType) }),
        headers,
      });
      try {
        const { content, properties } = await arrival(promise, 'RabbitMQ', routingKey, timeoutMs);
        const type = properties.contentType;
        return {
          contents: decoded(content, type),
          metadata: { ...(type === undefined ? {} : { contentType: type }), ...properties.headers },
        };
      } finally {
        await channel.cancel(consumerTag);
      }
    },
  };
}
