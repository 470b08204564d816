/**
 * Carries `OrderCreated` out of the process. There is no outbox: an event is sent once, after the
 * commit, and is lost when the receiver is away or the process dies in between (at most once).
 */
import { connect } from '@nats-io/transport-node';
import { StartupError } from './errors.ts';
import type { OrderCreated } from './events.ts';
import { log } from './logger.ts';
import { traceHeaders } from './trace-context.ts';

export interface EventRelay {
  send(event: OrderCreated): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5_000;

export function httpRelay(url: string): EventRelay {
  return {
    async send(event) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json', ...traceHeaders() },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${url} answered ${response.status} to event ${event.id}`);
      log.debug('event delivered', { eventId: event.id, url });
    },
    close: async () => {},
  };
}

/** Publishes on the subject that is the event's type. */
export async function natsRelay(url: string): Promise<EventRelay> {
  const connection = await connect({ servers: url, timeout: TIMEOUT_MS, name: 'shop' }).catch(
    (cause: unknown) => {
      throw new StartupError(
        'SHOP_NATS_UNREACHABLE',
        `No NATS server answers at ${url}.`,
        'Start NATS, correct NATS_URL, or unset it.',
        cause,
      );
    },
  );
  return {
    async send(event) {
      connection.publish(event.type, JSON.stringify(event));
      await connection.flush();
    },
    close: () => connection.drain(),
  };
}
