import { NO_SPANS, type SpanExport } from '@ashlar-examples/spans';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { adminRoutes } from './http/admin-routes.ts';
import type { Dependencies } from './http/dependencies.ts';
import { answerError, answerErrors } from './http/errors.ts';
import { eventRoutes } from './http/event-routes.ts';
import { injectFaults } from './http/faults.ts';
import { providerStateRoute } from './http/provider-state-route.ts';
import { reservationRoutes } from './http/reservation-routes.ts';
import { serviceRoutes } from './http/service-routes.ts';
import { stockRoutes } from './http/stock-routes.ts';
import { traceRequests } from './http/tracing.ts';

export interface App {
  readonly server: FastifyInstance;
  /** `/health` answers 503 and connections close after their response; requests still succeed. */
  startDraining(): void;
}

export function buildApp(
  dependencies: Dependencies,
  log: FastifyBaseLogger,
  spans: SpanExport = NO_SPANS,
): App {
  let draining = false;
  const server = Fastify({
    loggerInstance: log,
    // traceRequests logs one line per request, with the trace.
    logController: new LogController({ disableRequestLogging: true }),
    // Requests on kept-alive connections are served to the end while draining.
    return503OnClosing: false,
    frameworkErrors: answerError,
    bodyLimit: 256 * 1024,
    // However long it is, an unknown SKU is a 404; the head of a request has its own limit.
    // A slash at the end makes no difference, as in the shop.
    routerOptions: { maxParamLength: 16 * 1024, ignoreTrailingSlash: true },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
  });
  traceRequests(server, spans);
  answerErrors(server);
  // RFC 9110 section 10.2.4: lets a client tell which side of a proxy answered.
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('server', `inventory-service/${dependencies.config.version}`);
  });
  server.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  injectFaults(server, dependencies.config);
  serviceRoutes(server, dependencies, () => draining);
  stockRoutes(server, dependencies);
  reservationRoutes(server, dependencies);
  adminRoutes(server, dependencies);
  eventRoutes(server, dependencies);
  providerStateRoute(server, dependencies);
  return {
    server,
    startDraining: () => {
      draining = true;
    },
  };
}
