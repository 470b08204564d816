import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpUpstream {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

export async function startHttp(listener: RequestListener): Promise<HttpUpstream> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Answers with what it received, as JSON. */
export const echo: RequestListener = (request, response) => {
  const answer = (body: Buffer): void => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        method: request.method,
        url: request.url,
        headers: request.rawHeaders,
        trailers: request.rawTrailers,
        body: body.toString('latin1'),
      }),
    );
  };
  // A request that breaks off has nobody left to answer.
  bodyOf(request).then(answer, () => undefined);
};

export interface Echoed {
  readonly method: string;
  readonly url: string;
  readonly headers: string[];
  readonly trailers: string[];
  readonly body: string;
}

export function headerIn(echoed: Echoed, name: string): string[] {
  return echoed.headers.filter(
    (_, index) => index % 2 === 1 && echoed.headers[index - 1]?.toLowerCase() === name,
  );
}
