/** Carries `OrderCreated` out of the process, one event at a time; `services/order-outbox.ts` says which. */
import { connect } from '@nats-io/transport-node';
import { StartupError } from './errors.ts';
import type { OrderCreated } from './events.ts';
import { log } from './logger.ts';
import { traceHeaders } from './trace-context.ts';

export interface EventRelay {
  /** Of the receiver; under another name it is another receiver, which has had nothing yet. */
  readonly name: string;
  /** @throws RefusedError if sending again would not help; anything else if it may */
  send(event: OrderCreated): Promise<void>;
  close(): Promise<void>;
}

/** The receiver has read the event and does not want it. */
export class RefusedError extends Error {}

const TIMEOUT_MS = 5_000;
/** Of the statuses from 400 to 499, the ones that say nothing about the event. */
const PASSING = new Set([401, 403, 404, 408, 425, 429]);

export function httpRelay(url: string): EventRelay {
  return {
    name: url,
    async send(event) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json', ...traceHeaders() },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      const { status } = response;
      const answer = `${url} answered ${status} to event ${event.id}`;
      if (status >= 400 && status < 500 && !PASSING.has(status)) throw new RefusedError(answer);
      if (!response.ok) throw new Error(answer);
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
    name: 'nats',
    async send(event) {
      connection.publish(event.type, JSON.stringify(event));
      await connection.flush();
    },
    close: () => connection.drain(),
  };
}
