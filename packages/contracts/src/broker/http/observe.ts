import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AccessRules, identify } from './access.ts';
import type { RequestMetrics } from './request-metrics.ts';

/** Where the broker writes what an operator should see. */
export interface Log {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** A change that was asked for, and how it was answered. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** User name, `token:` and the start of the token's SHA-256, or null without valid credentials. */
  readonly who: string | null;
  /** Address of the client, as the socket tells it. */
  readonly from: string;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly status: number;
}

export interface Observers {
  readonly access: AccessRules;
  readonly log: Log;
  readonly audit: ((entry: AuditEntry) => void) | undefined;
  readonly metrics: RequestMetrics;
  readonly clock: () => Date;
}

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Tells log, audit log and metrics about every request once its answer is out. */
export function observeRequests(app: FastifyInstance, observers: Observers): void {
  const { access, log, audit, metrics, clock } = observers;
  app.addHook('onResponse', async (request, reply) => {
    const status = reply.statusCode;
    const who = identify(access, request.headers.authorization) ?? null;
    const [path = ''] = request.url.split('?');
    const { method } = request;
    metrics.count(method, routeOf(request), status, reply.elapsedTime / 1000);
    const ms = Math.round(reply.elapsedTime);
    log.info({ method, url: request.url, status, ms, who }, 'request');
    if (audit !== undefined && !READING.includes(method)) {
      audit({ time: clock().toISOString(), who, from: request.ip, method, path, status });
    }
  });
}

/** The pattern, not the path: names in labels would make metrics grow with the store. */
function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
}
