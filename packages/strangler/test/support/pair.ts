import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  createProxy,
  loadRoutes,
  type ProxyOptions,
  type Proxy as RunningProxy,
  type WrittenRoute,
} from '../../src/index.ts';
import { type HttpUpstream, startHttp } from './http-upstream.ts';

export interface Pair {
  readonly monolith: Side;
  readonly service: Side;
  readonly proxy: RunningProxy;
  close(): Promise<void>;
}

export interface Side {
  readonly upstream: HttpUpstream;
  /** Requests seen, as `METHOD /path`, copies marked with a star. */
  readonly seen: string[];
  /** What it does; replaceable while it runs. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

export function json(value: unknown, status = 200): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
}

async function startSide(): Promise<Side> {
  const seen: string[] = [];
  const side: Side = {
    seen,
    answer: json({ ok: true }),
    upstream: await startHttp((request, response) => {
      const star = request.headers['ashlar-shadow'] === undefined ? '' : ' *';
      seen.push(`${request.method} ${request.url}${star}`);
      side.answer(request, response);
    }),
  };
  return side;
}

/** A monolith, a service, and a proxy with the route `shop` on /shop/** and the rest behind it. */
export async function startPair(
  route: Partial<WrittenRoute>,
  options: Partial<ProxyOptions> = {},
): Promise<Pair> {
  const monolith = await startSide();
  const service = await startSide();
  const proxy = await createProxy({
    table: tableFor(monolith, service, route),
    port: 0,
    ...options,
  });
  return {
    monolith,
    service,
    proxy,
    close: async () => {
      await proxy.close({ drainMs: 500 });
      await monolith.upstream.close();
      await service.upstream.close();
    },
  };
}

export function tableFor(monolith: Side, service: Side, route: Partial<WrittenRoute>) {
  return loadRoutes({
    schemaVersion: 1,
    upstreams: {
      monolith: monolith.upstream.url,
      shop: { url: service.upstream.url },
    },
    routes: [
      {
        id: 'shop',
        match: '/shop/**',
        service: 'shop',
        state: 'monolith',
        sticky: { header: 'x-user' },
        ...route,
      },
      { match: '/**', state: 'monolith' },
    ],
  });
}

/** Sends one request per user and counts the statuses. */
export async function visit(
  url: string,
  users: number,
  path = '/shop/1',
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  for (let i = 0; i < users; i++) {
    const response = await fetch(`${url}${path}`, { headers: { 'x-user': `user-${i}` } });
    await response.arrayBuffer();
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
  }
  return statuses;
}
