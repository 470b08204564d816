import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NO_SPANS, parentOf, type SpanExport } from '@ashlar-examples/spans';
import { type Consumer, InvalidEventError } from './consumer.ts';
import { type OrderEvent, parseEvent } from './order-created.ts';

/** Takes one line of the log. */
export type Log = (fields: Readonly<Record<string, unknown>>) => void;

export interface RunningConsumer {
  /** Where events are posted. */
  readonly eventsUrl: string;
  readonly reportUrl: string;
  readonly close: () => Promise<void>;
}

/**
 * `POST /events` takes a CloudEvent: 202 for one that was taken or has been before, 400 for one that never
 * will be, 503 for one that should come again. `GET /report` says what became of them.
 */
export async function serve(
  consumer: Consumer,
  port = 0,
  log: Log = () => {},
  spans: SpanExport = NO_SPANS,
): Promise<RunningConsumer> {
  const server = createServer((request, response) => {
    answer(consumer, { log, spans }, request, response).catch((error: unknown) => {
      reply(response, 503, { message: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    eventsUrl: `${base}/events`,
    reportUrl: `${base}/report`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  consumer: Consumer,
  { log, spans }: { readonly log: Log; readonly spans: SpanExport },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /report') return reply(response, 200, consumer.report());
  if (route !== 'POST /events') return reply(response, 404, { message: `nothing at ${route}` });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const startedAt = performance.timeOrigin + performance.now();
  const event = parseEvent(Buffer.concat(chunks).toString('utf8'));
  if (event === undefined) return reply(response, 400, { message: 'not a CloudEvent' });
  try {
    const outcome = consumer.take(event);
    const parent = parentOf(request.headers.traceparent?.toString()) ?? parentOf(event.traceparent);
    if (parent !== undefined) {
      const spanId = randomBytes(8).toString('hex');
      const endedAt = performance.timeOrigin + performance.now();
      const name = `process ${event.type}`;
      spans.end({ ...parent, spanId, name, kind: 'consumer', startedAt, endedAt });
    }
    log({ consumer: consumer.name, eventId: event.id, outcome, traceId: traceOf(event) });
    reply(response, 202, { eventId: event.id, outcome });
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    reply(response, 400, { message: error.message });
  }
}

/** The trace in which the order was placed, from a W3C `traceparent`. */
function traceOf({ traceparent }: OrderEvent<unknown>): string | undefined {
  return typeof traceparent === 'string' ? traceparent.split('-')[1] : undefined;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
