import { connect } from 'node:http2';
import {
  createProxy,
  loadRoutes,
  type ProxyOptions,
  type Proxy as RunningProxy,
  type WrittenRoute,
  type WrittenRouteTable,
} from '../../src/index.ts';
import { type Echoed, echo, type HttpUpstream, startHttp } from './http-upstream.ts';

/** The ways in; whichever a request takes, the duties are the same. */
export const WAYS = ['fast', 'safe', 'http2'] as const;
export type Way = (typeof WAYS)[number];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Gateway {
  readonly proxy: RunningProxy;
  readonly upstream: HttpUpstream;
  /** Requests that reached the upstream. */
  readonly reached: () => number;
  ask(
    path: string,
    headers?: Readonly<Record<string, string>>,
    request?: { readonly method?: string; readonly body?: string | Buffer },
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** An upstream that answers with what it was sent, behind a proxy that is asked one way. */
export async function startGateway(
  way: Way,
  table: Omit<Partial<WrittenRouteTable>, 'routes'>,
  routes: readonly Partial<WrittenRoute>[],
  options: Partial<ProxyOptions> = {},
): Promise<Gateway> {
  let reached = 0;
  const upstream = await startHttp((request, response) => {
    reached++;
    echo(request, response);
  });
  const proxy = await createProxy({
    table: loadRoutes({
      ...table,
      schemaVersion: 1,
      upstreams: { ...table.upstreams, monolith: upstream.url } as WrittenRouteTable['upstreams'],
      routes: routes.map((route) => ({ match: '/**', state: 'monolith', ...route })),
    }),
    port: 0,
    lane: way === 'safe' ? 'safe' : 'fast',
    ...options,
  });
  return {
    proxy,
    upstream,
    reached: () => reached,
    ask: (path, headers = {}, request = {}) =>
      way === 'http2'
        ? askHttp2(proxy.url, path, headers, request)
        : askHttp1(proxy.url, path, headers, request),
    close: async () => {
      await proxy.close({ drainMs: 100 });
      await upstream.close();
    },
  };
}

type Asked = { readonly method?: string; readonly body?: string | Buffer };

async function askHttp1(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', body }: Asked,
): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  return {
    status: answer.status,
    headers: {
      ...Object.fromEntries(answer.headers),
      'set-cookie': answer.headers.getSetCookie().join(','),
    },
    body: await answer.text(),
  };
}

function askHttp2(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', body }: Asked,
): Promise<Answer> {
  const session = connect(url);
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return new Promise<Answer>((resolve, reject) => {
    session.on('error', reject);
    const stream = session.request({
      ...Object.fromEntries(names),
      ':path': path,
      ':method': method,
    });
    let status = 0;
    let text = '';
    let fields: Record<string, string> = {};
    stream.on('response', (got) => {
      status = Number(got[':status']);
      fields = Object.fromEntries(Object.entries(got).map(([n, v]) => [n, String(v)]));
    });
    stream.setEncoding('utf8');
    stream.on('data', (piece: string) => {
      text += piece;
    });
    stream.on('error', reject);
    stream.on('end', () => resolve({ status, headers: fields, body: text }));
    stream.end(body);
  }).finally(() => session.close());
}

export function echoed({ body }: Answer): Echoed {
  return JSON.parse(body) as Echoed;
}
