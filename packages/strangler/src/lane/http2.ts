import {
  createServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { headSize } from '../exchange/admission.ts';
import { problem } from '../exchange/answers.ts';
import type { ProxyCore } from '../exchange/core.ts';
import { Exchange } from '../exchange/exchange.ts';
import { interpretRequest, isRefusal, type Refusal, type RequestHead } from '../http/request.ts';
import { Http2Downstream } from './http2-downstream.ts';
import { peerOf } from './wire.ts';

/** nghttp2's flag for a header block that nothing follows. */
const END_STREAM = 0x1;

export interface Http2Front {
  /** Takes a connection whose first bytes are the HTTP/2 preface. */
  adopt(socket: Socket): void;
  /** Lets running streams finish and takes no new ones. */
  drain(): void;
  sessions(): number;
  destroy(): void;
}

/**
 * HTTP/2 at the front, on Node's own implementation; it listens nowhere and is handed
 * connections. Each stream becomes an exchange like any other.
 */
export function createHttp2Front(core: ProxyCore): Http2Front {
  const sessions = new Set<Http2Session>();
  const { limits } = core.generation().table;
  const server: Http2Server = createServer({
    settings: { maxConcurrentStreams: 128, maxHeaderListSize: limits.headBytes },
    maxSessionMemory: 16,
    // Blanks around a value are seen here and refused, where Node (from 24.2, and 22.23) would drop the field.
    strictFieldWhitespaceValidation: false,
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => session.destroy());
    session.setTimeout(limits.keepAliveMs, () => session.close());
    if (core.draining) session.close();
  });
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers, flags, rawHeaders) => {
    serveStream(core, stream, headers, (flags & END_STREAM) !== 0, rawHeaders as string[]);
  });
  return {
    adopt: (socket) => server.emit('connection', socket),
    drain: () => {
      for (const session of sessions) session.close();
    },
    sessions: () => sessions.size,
    destroy: () => {
      for (const session of sessions) session.destroy();
    },
  };
}

function serveStream(
  core: ProxyCore,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  ended: boolean,
  raw: readonly string[],
): void {
  stream.on('error', () => undefined);
  const socket = stream.session?.socket;
  if (socket === undefined) return;
  const downstream = new Http2Downstream(stream, peerOf(socket));
  const head = headOf(core, headers, ended, raw);
  if (isRefusal(head)) {
    core.refused(head.status);
    const text = `Refused: ${head.why}.`;
    const answer = problem(head.status, text, { date: core.date, close: false });
    downstream.head(answer.head);
    downstream.write(answer.body);
    downstream.end([]);
    return;
  }
  const exchange = new Exchange(core, head, downstream);
  let trailers: string[] = [];
  stream.on('trailers', (_fields, _flags, rawTrailers) => {
    trailers = (rawTrailers as string[] | undefined) ?? [];
  });
  stream.on('drain', () => exchange.drained());
  stream.on('close', () => exchange.gone());
  if (ended) stream.resume();
  else {
    stream.on('data', (chunk: Buffer) => {
      exchange.bodyData(chunk);
      exchange.bodyFlush();
    });
    stream.on('end', () => {
      if (!stream.aborted) exchange.bodyEnd(trailers);
    });
    stream.on('aborted', () => exchange.gone());
  }
  exchange.start();
  if (!ended) exchange.bodyFlush();
}

/** An HTTP/2 request in the terms of HTTP/1.1, through the same checks (RFC 9113 8.3.1). */
function headOf(
  core: ProxyCore,
  headers: IncomingHttpHeaders,
  ended: boolean,
  raw: readonly string[],
): RequestHead | Refusal {
  const fields: string[] = [];
  const authority = headers[':authority'] ?? headers.host;
  // RFC 9113 8.3.1
  if (headers.host !== undefined && headers.host.toLowerCase() !== authority?.toLowerCase()) {
    return { status: 400, why: 'a Host that names another than :authority' };
  }
  if (authority !== undefined) fields.push('Host', authority);
  const cookies: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string;
    const value = raw[i + 1] as string;
    // RFC 9113 8.2.1
    if (/^[ \t]|[ \t]$/.test(value)) {
      return { status: 400, why: 'a field value that begins or ends with a blank' };
    }
    // RFC 9113 8.2.3: cookies may come in crumbs, which HTTP/1.1 wants joined.
    if (name === 'cookie') cookies.push(value);
    else if (!name.startsWith(':') && name !== 'host') fields.push(name, value);
  }
  if (cookies.length > 0) fields.push('Cookie', cookies.join('; '));
  const sized = headers['content-length'] !== undefined;
  if (!ended && !sized) fields.push('Transfer-Encoding', 'chunked');
  const { limits } = core.generation().table;
  const method = headers[':method'] ?? '';
  const head = interpretRequest(method, headers[':path'] ?? '', 1, fields, limits.headerCount);
  if (isRefusal(head)) return head;
  // Node holds clients to what the settings say of it only once they have taken note of them.
  if (headSize(head) > limits.headBytes) {
    return { status: 431, why: 'the header section is too long' };
  }
  const acceptsTrailers = headers.te?.includes('trailers') === true;
  return { ...head, version: '2.0', acceptsTrailers };
}
