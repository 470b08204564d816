import type { SpanExport } from '@ashlar-examples/spans';
import type { FastifyInstance } from 'fastify';
import { continueTrace, type TraceContext, traceparentOf } from '../trace-context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    trace: TraceContext;
  }
}

/** Every request continues its caller's trace, carries it in its log lines, and tells it back. */
export function traceRequests(app: FastifyInstance, spans: SpanExport): void {
  app.decorateRequest('trace');
  app.addHook('onRequest', (request, reply, done) => {
    const { traceparent, tracestate } = request.headers;
    request.trace = continueTrace(
      typeof traceparent === 'string' ? traceparent : undefined,
      typeof tracestate === 'string' ? tracestate : undefined,
    );
    const { traceId, spanId, parentId } = request.trace;
    const bindings = { traceId, spanId, ...(parentId === undefined ? {} : { parentId }) };
    request.log = request.log.child(bindings);
    reply.log = request.log;
    reply.header('traceparent', traceparentOf(request.trace));
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const endedAt = performance.timeOrigin + performance.now();
    spans.end({
      ...request.trace,
      name: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
      kind: 'server',
      startedAt: endedAt - reply.elapsedTime,
      endedAt,
      failed: reply.statusCode >= 500,
      attributes: { 'http.response.status_code': reply.statusCode },
    });
    request.log.info(
      {
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 100) / 100,
      },
      'request',
    );
    done();
  });
}
