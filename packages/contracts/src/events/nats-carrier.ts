import { randomUUID } from 'node:crypto';
import { arrival, type CarrierOptions, decoded, encoded, type MessageCarrier } from './carrier.ts';

/** The header fields of `@nats-io/transport-node`, as far as they are used. */
interface NatsHeaders {
  set(name: string, value: string): void;
  get(name: string): string;
  keys(): string[];
}

interface NatsMessage {
  readonly data: Uint8Array;
  readonly headers?: NatsHeaders | undefined;
}

/** A connection of `@nats-io/transport-node` (or another transport of nats.js 3), as far as it is used. */
export interface NatsLike<Headers> {
  publish(subject: string, payload: Uint8Array, options: { headers: Headers }): void;
  subscribe(
    subject: string,
    options: { max: number },
  ): AsyncIterable<NatsMessage> & { unsubscribe(): void };
  flush(): Promise<void>;
}

/**
 * Carries messages over a real NATS.
 *
 *     import { connect, headers } from '@nats-io/transport-node';
 *     const nats = natsCarrier(await connect({ servers }), headers);
 *
 * `Content-Type` is a header field. The connection stays open; whoever opened it closes it.
 */
export function natsCarrier<Headers extends NatsHeaders>(
  connection: NatsLike<Headers>,
  headers: () => Headers,
  { channel, timeoutMs }: CarrierOptions = {},
): MessageCarrier {
  const subject = channel ?? `ashlar.contract.${randomUUID()}`;
  return {
    name: 'NATS',
    binding: 'nats',
    carry: async (message) => {
      const subscription = connection.subscribe(subject, { max: 1 });
      // The server knows of the subscription once it has answered.
      await connection.flush();
      const fields = headers();
      for (const [name, value] of Object.entries(message.metadata)) {
        fields.set(name === 'contentType' ? 'Content-Type' : name, String(value));
      }
      connection.publish(subject, encoded(message), { headers: fields });
      try {
        const arrived = await arrival(first(subscription), 'NATS', subject, timeoutMs);
        const metadata = metadataOf(arrived.headers);
        return { contents: decoded(arrived.data, metadata.contentType), metadata };
      } finally {
        subscription.unsubscribe();
      }
    },
  };
}

async function first(subscription: AsyncIterable<NatsMessage>): Promise<NatsMessage> {
  for await (const message of subscription) return message;
  throw new Error('The connection to NATS was closed.');
}

function metadataOf(fields: NatsHeaders | undefined): Record<string, unknown> {
  const names = fields?.keys() ?? [];
  return Object.fromEntries(
    names.map((name) => [
      name.toLowerCase() === 'content-type' ? 'contentType' : name,
      fields?.get(name),
    ]),
  );
}
