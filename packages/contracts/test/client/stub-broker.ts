import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a broker was asked, in order. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before anything is sent. */
  readonly delayMs?: number;
  /** Drops the connection instead. */
  readonly hangUp?: boolean;
}

export interface StubBroker {
  readonly url: string;
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
}

/** A real HTTP server that answers as the test says, below a base path if one is given. */
export async function stubBroker(
  answer: (asked: Asked, base: string) => Answer,
  basePath = '',
): Promise<StubBroker> {
  const asked: Asked[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString('utf8');
    const one: Asked = {
      method: request.method ?? '',
      path: (request.url ?? '').slice(basePath.length),
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    asked.push(one);
    const { status = 200, body, headers = {}, delayMs = 0, hangUp = false } = answer(one, url);
    if (hangUp) return request.socket.destroy();
    await new Promise((done) => setTimeout(done, delayMs));
    response.writeHead(status, {
      'content-type': 'application/hal+json;charset=utf-8',
      ...headers,
    });
    return response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`;
  return {
    url,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The relations of an index that the client follows. */
export function index(base: string): Answer {
  const link = (path: string): object => ({
    href: `${base}${path}`,
    templated: path.includes('{'),
  });
  return {
    body: {
      _links: {
        self: link(''),
        'pb:publish-contracts': link('/contracts/publish'),
        'pb:environments': link('/environments'),
        'pb:environment': link('/environments/{uuid}'),
        'pb:pacticipants': link('/pacticipants'),
        'pb:pacticipant': link('/pacticipants/{pacticipant}'),
        'pb:pacticipant-version': link('/pacticipants/{pacticipant}/versions/{version}'),
        'pb:webhooks': link('/webhooks'),
        'pb:webhook': link('/webhooks/{uuid}'),
        'pb:latest-pact-versions': link('/pacts/latest'),
        'pb:provider-pacts-for-verification': link('/pacts/provider/{provider}/for-verification'),
      },
    },
  };
}
