import { randomUUID } from 'node:crypto';
import { arrival, type CarrierOptions, decoded, encoded, type MessageCarrier } from './carrier.ts';
import type { EventMessage } from './cloud-event.ts';

/** The header fields of `@nats-io/transport-node`, as far as they are used. */
interface NatsHeaders {
  set(name: string, value: string): void;
  get(name: string): string;
  keys(): string[];
}

interface NatsMessage {
  readonly data: Uint8Array;
  readonly headers?: NatsHeaders | undefined;
  readonly reply?: string | undefined;
}

/** A connection of `@nats-io/transport-node` (or another transport of nats.js 3), as far as it is used. */
export interface NatsLike<Headers> {
  publish(
    subject: string,
    payload: Uint8Array,
    options: { headers: Headers; reply?: string },
  ): void;
  subscribe(
    subject: string,
    options?: { max: number },
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
  connection: NatsLike<NoInfer<Headers>>,
  headers: () => Headers,
  { channel, timeoutMs }: CarrierOptions = {},
): MessageCarrier {
  const subject = channel ?? `ashlar.contract.${randomUUID()}`;
  const publish = (to: string, message: EventMessage, reply?: string) => {
    const fields = headers();
    for (const [name, value] of Object.entries(message.metadata)) {
      fields.set(name === 'contentType' ? 'Content-Type' : name, String(value));
    }
    connection.publish(to, encoded(message), {
      headers: fields,
      ...(reply === undefined ? {} : { reply }),
    });
  };
  /** Publishes once the server knows of the subscription, and waits for the one message. */
  const arriving = async (at: string, send: () => void) => {
    const subscription = connection.subscribe(at, { max: 1 });
    await connection.flush();
    send();
    try {
      return asMessage(await arrival(first(subscription), 'NATS', at, timeoutMs));
    } finally {
      subscription.unsubscribe();
    }
  };
  return {
    name: 'NATS',
    binding: 'nats',
    carry: (message) => arriving(subject, () => publish(subject, message)),
    serve: async (answer) => {
      const requests = connection.subscribe(subject);
      await connection.flush();
      const serving = (async () => {
        for await (const request of requests) {
          const reply = answer(asMessage(request));
          if (reply !== undefined && request.reply) publish(request.reply, reply);
        }
      })();
      return {
        channel: subject,
        ask: (request) => {
          const inbox = `_INBOX.${randomUUID()}`;
          return arriving(inbox, () => publish(subject, request, inbox));
        },
        close: () => {
          requests.unsubscribe();
          return serving;
        },
      };
    },
  };
}

function asMessage({ data, headers }: NatsMessage): EventMessage {
  const metadata = metadataOf(headers);
  return { contents: decoded(data, metadata.contentType), metadata };
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
