import { randomUUID } from 'node:crypto';
import { arrival, type CarrierOptions, decoded, encoded, type MessageCarrier } from './carrier.ts';
import type { EventMessage } from './cloud-event.ts';

interface RabbitMessage {
  readonly content: Buffer;
  readonly properties: {
    readonly contentType?: unknown;
    readonly headers?: Readonly<Record<string, unknown>> | undefined;
    readonly replyTo?: unknown;
    readonly correlationId?: unknown;
  };
}

interface PublishOptions {
  contentType?: string;
  headers: Record<string, unknown>;
  replyTo?: string;
  correlationId?: string;
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
  publish(exchange: string, routingKey: string, content: Buffer, options: PublishOptions): boolean;
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
  const publish = (
    to: { readonly exchange: string; readonly routingKey: string },
    { contents, metadata }: EventMessage,
    more: Pick<PublishOptions, 'replyTo' | 'correlationId'> = {},
  ) => {
    const { contentType, ...headers } = metadata;
    channel.publish(to.exchange, to.routingKey, encoded({ contents, metadata }), {
      ...(contentType === undefined ? {} : { contentType: String(contentType) }),
      ...more,
      headers,
    });
  };
  const consume = async (queue: string, take: (message: Message) => void) => {
    const { consumerTag } = await channel.consume(queue, (arrived) => {
      if (arrived === null) return;
      channel.ack(arrived);
      take(arrived);
    });
    return () => channel.cancel(consumerTag);
  };
  /** A queue of its own that is gone with its consumer. */
  const ownQueue = async () =>
    (await channel.assertQueue('', { exclusive: true, autoDelete: true })).queue;
  const arriving = async (queue: string, at: string, send: () => void) => {
    const { promise, resolve } = Promise.withResolvers<Message>();
    const cancel = await consume(queue, resolve);
    send();
    try {
      return asMessage(await arrival(promise, 'RabbitMQ', at, timeoutMs));
    } finally {
      await cancel();
    }
  };
  return {
    name: 'RabbitMQ',
    binding: 'amqp',
    carry: async (message) => {
      const queue = await ownQueue();
      await channel.bindQueue(queue, exchange, routingKey);
      return arriving(queue, routingKey, () => publish({ exchange, routingKey }, message));
    },
    serve: async (answer) => {
      const queue = await ownQueue();
      await channel.bindQueue(queue, exchange, routingKey);
      const close = await consume(queue, (request) => {
        const { replyTo, correlationId } = request.properties;
        const reply = answer(asMessage(request));
        if (reply === undefined || typeof replyTo !== 'string') return;
        // The default exchange takes the name of a queue for its routing key.
        publish({ exchange: '', routingKey: replyTo }, reply, {
          ...(typeof correlationId === 'string' ? { correlationId } : {}),
        });
      });
      return {
        channel: routingKey,
        close: async () => close(),
        ask: async (request) => {
          const replyTo = await ownQueue();
          const more = { replyTo, correlationId: randomUUID() };
          return arriving(replyTo, routingKey, () =>
            publish({ exchange, routingKey }, request, more),
          );
        },
      };
    },
  };
}

function asMessage({ content, properties }: RabbitMessage): EventMessage {
  const { contentType } = properties;
  return {
    contents: decoded(content, contentType),
    metadata: { ...(contentType === undefined ? {} : { contentType }), ...properties.headers },
  };
}
