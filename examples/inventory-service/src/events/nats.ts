import type { SpanExport } from '@ashlar-examples/spans';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { continueTrace } from '../trace-context.ts';
import { ORDER_CREATED } from './cloud-event.ts';
import { consume } from './consume.ts';

interface Surroundings {
  readonly log: Logger;
  readonly now: () => Date;
  readonly spans: SpanExport;
}

export interface NatsConsumer {
  /** Takes what has already arrived, then closes the connection. */
  close(): Promise<void>;
}

/**
 * Subscribes to the events of the shop. One queue group for all instances, so that each event is
 * handled by one of them. Core NATS does not redeliver: what was published while no instance was
 * connected is caught up by the backfill.
 */
export async function consumeFromNats(
  url: string,
  database: Database,
  options: Surroundings,
): Promise<NatsConsumer> {
  const connection: NatsConnection = await connect({
    servers: url,
    name: 'inventory-service',
    maxReconnectAttempts: -1,
  });
  const subscription = connection.subscribe(ORDER_CREATED, { queue: 'inventory-service' });
  const done = (async () => {
    for await (const message of subscription) {
      await handle(message.data, database, options);
    }
  })();
  // The server knows the subscription once it has answered this ping.
  await connection.flush();
  return {
    close: async () => {
      await connection.drain();
      await done;
    },
  };
}

async function handle(
  data: Uint8Array,
  database: Database,
  { log, now, spans }: Surroundings,
): Promise<void> {
  const startedAt = performance.timeOrigin + performance.now();
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(data));
    const result = await consume(database, body, now());
    if (result.kind === 'invalid') {
      log.warn({ issues: result.issues }, 'event refused');
      return;
    }
    const { event, outcome } = result;
    const trace = continueTrace(event.traceparent, event.tracestate);
    const endedAt = performance.timeOrigin + performance.now();
    spans.end({ ...trace, name: `process ${event.type}`, kind: 'consumer', startedAt, endedAt });
    log.info({ traceId: trace.traceId, eventId: event.id, outcome }, 'event taken');
  } catch (error) {
    // One bad message must not end the subscription for all that follow.
    log.error({ err: error }, 'event failed');
  }
}
