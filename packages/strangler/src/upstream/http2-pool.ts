import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { Fields } from '../http/fields.ts';
import { encodedFields } from '../http/fields.ts';
import { isRefusal, parseRequest } from '../http/request.ts';
import { interpretResponse } from '../http/response.ts';
import type { Upstream } from '../model/routes.ts';
import { Breaker } from './breaker.ts';
import type { Call, Pool, ResponseSink, UpstreamFault, UpstreamRequest } from './call.ts';
import { tlsIdentity } from './tls-identity.ts';

const NOT_IN_HTTP2: ReadonlySet<string> = new Set([
  'host',
  'transfer-encoding',
  'connection',
  'te',
]);
const MAX_FIELDS = 10_000;

/** One HTTP/2 session to an upstream; every request is a stream of it. */
export class Http2Pool implements Pool {
  readonly upstream: Upstream;
  readonly breaker: Breaker;
  #session: ClientHttp2Session | undefined;
  #streams = 0;

  constructor(upstream: Upstream) {
    this.upstream = upstream;
    this.breaker = new Breaker(upstream.breaker);
  }

  get open(): number {
    return this.#session === undefined ? 0 : 1;
  }

  get unused(): number {
    return this.#session !== undefined && this.#streams === 0 ? 1 : 0;
  }

  dispatch(request: UpstreamRequest, sink: ResponseSink): Call {
    const head = parseRequest(request.head.slice(0, -4), MAX_FIELDS);
    if (isRefusal(head)) throw new TypeError(`our own head is refused: ${head.why}`);
    const headers: Record<string, string | string[]> = {
      ':method': head.method,
      ':path': head.target,
      ':scheme': this.upstream.tls ? 'https' : 'http',
      ':authority': head.host ?? this.upstream.url.slice(this.upstream.url.indexOf('//') + 2),
    };
    for (let i = 0; i < head.names.length; i++) {
      const name = head.names[i] as string;
      if (NOT_IN_HTTP2.has(name)) continue;
      const before = headers[name];
      const value = head.fields[i * 2 + 1] as string;
      headers[name] = before === undefined ? value : [before, value].flat();
    }
    if (head.acceptsTrailers) headers.te = 'trailers';
    const session = this.#opened();
    const stream = session.request(headers, { endStream: request.body === 'none' });
    this.#streams++;
    stream.on('close', () => this.#streams--);
    return attach(stream, request, sink, () => session.connecting);
  }

  prune(): void {
    // One session costs next to nothing to keep.
  }

  close(): void {
    this.#session?.close();
    this.#session = undefined;
  }

  #opened(): ClientHttp2Session {
    const known = this.#session;
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const session = connect(this.upstream.url, {
      maxSessionMemory: 64,
      ...(this.upstream.tls ? tlsIdentity(this.upstream) : {}),
    });
    const forget = (): void => {
      if (this.#session === session) this.#session = undefined;
    };
    session.on('error', forget);
    session.on('goaway', forget);
    session.on('close', forget);
    session.unref();
    this.#session = session;
    return session;
  }
}

function attach(
  stream: ClientHttp2Stream,
  request: UpstreamRequest,
  sink: ResponseSink,
  connecting: () => boolean,
): Call {
  let over = false;
  let trailers: Fields = [];
  let last: Fields = [];
  const fail = (fault: UpstreamFault): void => {
    if (over) return;
    over = true;
    sink.fault(fault);
  };
  stream.on('ready', () => {
    if (!over) sink.sent();
  });
  stream.on('headers', (headers) => {
    const head = headOf(headers, request.method);
    if (!over && typeof head !== 'string') sink.inform(head);
  });
  stream.on('response', (headers, flags) => {
    const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    const head = headOf(headers, request.method, ended);
    if (over) return;
    if (typeof head === 'string') fail({ kind: 'protocol', message: head });
    else {
      sink.head(head);
      sink.flush();
    }
  });
  stream.on('trailers', (headers) => {
    trailers = encodedFields(headers);
  });
  stream.on('data', (chunk: Buffer) => {
    if (over) return;
    sink.data(chunk);
    sink.flush();
  });
  stream.on('wantTrailers', () => stream.sendTrailers(Object.fromEntries(pairs(last))));
  stream.on('drain', () => sink.drain());
  const lost = (message: string): void => {
    fail({ kind: connecting() || message.includes('ECONNREFUSED') ? 'connect' : 'reset', message });
  };
  stream.on('error', (error) => lost(error.message));
  stream.on('aborted', () => lost('the stream was reset'));
  stream.on('end', () => {
    if (over || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
    over = true;
    sink.end(trailers);
  });
  stream.on('close', () => lost('the stream closed'));
  // On a session that is connected already, "ready" was emitted before anybody could listen.
  if (!stream.pending) sink.sent();
  return {
    write: (chunk) => {
      if (!over) stream.write(chunk);
    },
    holdsBody: true,
    flush: () => over || !stream.writableNeedDrain,
    end: (fields) => {
      last = fields;
      if (!over && request.body !== 'none') stream.end();
    },
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    abort: () => {
      over = true;
      stream.close(constants.NGHTTP2_CANCEL);
    },
  };
}

function headOf(
  headers: IncomingHttpHeaders & { ':status'?: number | undefined },
  method: string,
  ended = false,
): ReturnType<typeof interpretResponse> {
  return interpretResponse(headers[':status'] ?? 0, '', encodedFields(headers), method, {
    current: true,
    streamed: true,
    ended,
  });
}

function pairs(fields: Fields): [string, string][] {
  const out: [string, string][] = [];
  for (let i = 0; i < fields.length; i += 2) {
    out.push([fields[i] as string, fields[i + 1] as string]);
  }
  return out;
}
