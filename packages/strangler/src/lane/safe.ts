import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { problem } from '../exchange/answers.ts';
import type { ProxyCore } from '../exchange/core.ts';
import { Exchange } from '../exchange/exchange.ts';
import { interpretRequest, isRefusal, type RequestHead, tunnelsIn } from '../http/request.ts';
import { oweAnswer, refuseInTurn, statusOfFault } from './client-faults.ts';
import { type Lane, trackSockets } from './lane.ts';
import { endAndLinger } from './linger.ts';
import { NodeDownstream, writeNodeHead } from './node-downstream.ts';
import { SocketDownstream } from './socket-downstream.ts';
import { answerText, peerOf } from './wire.ts';

/**
 * The lane on Node's own HTTP server. It serves whatever the fast lane hands over; the checks
 * and the exchange are the same.
 */
export function createSafeLane(core: ProxyCore): Lane {
  const { limits } = core.generation().table;
  const server = createServer({
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headMs,
    connectionsCheckingInterval: Math.min(limits.headMs, 1000),
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    // Checked by interpretRequest, with the same words on both lanes.
    requireHostHeader: false,
    noDelay: true,
    // Node before 22.21 does not ask, and refuses what has a body and asks for h2c.
    shouldUpgradeCallback: ({ headers }) => tunnelsIn(headers.upgrade ?? '') !== undefined,
  });
  // Zero means no cap. Node drops header fields beyond its cap silently; we refuse instead.
  server.maxHeadersCount = 0;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    serveRequest(core, request, response);
  };
  server.on('request', serve);
  server.on('checkContinue', serve);
  server.on('checkExpectation', serve);
  server.on('upgrade', (request, socket, rest) => {
    serveUpgrade(core, request, socket, rest);
  });
  server.on('connect', (_request, socket) => {
    refuseRaw(core, socket as Socket, 501, 'CONNECT is not for a reverse proxy');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const reading = exchanges.get(socket);
    if (reading !== undefined) {
      reading.bodyFault('the chunks are not as RFC 9112 has them');
      return;
    }
    // What follows a request that closes the connection is nobody's business.
    if (error.code === 'HPE_CLOSED_CONNECTION') return;
    refuseInTurn(socket as Socket, () => {
      const why = 'the request is not HTTP as RFC 9112 has it';
      refuseRaw(core, socket as Socket, statusOfFault(error), why);
    });
  });
  // An end of the client's sending is judged by the exchange, as on the fast lane.
  (server as { httpAllowHalfOpen?: boolean }).httpAllowHalfOpen = true;
  const sockets = trackSockets();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // Node takes its own listener away with an upgrade or a CONNECT, and a reset would then throw.
    socket.on('error', () => socket.destroy());
    socket.on('end', () => running.get(socket)?.halfClosed());
  });
  return {
    server,
    open: sockets.size,
    sending: sockets.sending,
    closeIdle: () => {
      // For Node a connection is idle as soon as its answer is written, taken or not.
      if (!sockets.sending()) server.closeIdleConnections();
    },
    closeAll: sockets.destroyAll,
  };
}

/** The exchange running on a socket. */
const running = new WeakMap<object, Exchange>();

/** The exchange that reads its body from a socket, while it does. */
const exchanges = new WeakMap<object, Exchange>();

function interpret(core: ProxyCore, request: IncomingMessage): ReturnType<typeof interpretRequest> {
  if (request.httpVersionMajor !== 1 || request.httpVersionMinor > 1) {
    return { status: 505, why: 'an HTTP version other than 1.0 and 1.1' };
  }
  return interpretRequest(
    request.method ?? '',
    request.url ?? '',
    request.httpVersionMinor === 0 ? 0 : 1,
    request.rawHeaders,
    core.generation().table.limits.headerCount,
  );
}

export function serveRequest(
  core: ProxyCore,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.sendDate = false;
  oweAnswer(request.socket, response);
  const head = interpret(core, request);
  if (isRefusal(head)) {
    core.refused(head.status);
    const answer = problem(head.status, `Refused: ${head.why}.`, { date: core.date, close: true });
    writeNodeHead(response, answer.head);
    response.end(answer.body);
    return;
  }
  const exchange: Exchange = new Exchange(core, head, new NodeDownstream(request, response));
  response.on('drain', () => exchange.drained());
  response.on('close', () => exchange.gone());
  response.on('error', () => exchange.gone());
  request.on('error', () => exchange.gone());
  running.set(request.socket, exchange);
  const empty = head.framing.kind === 'length' && head.framing.length === 0;
  const awaited = head.framing.kind !== 'none' && !empty;
  if (!awaited) request.resume();
  else {
    request.on('data', (chunk: Buffer) => {
      exchange.bodyData(chunk);
      exchange.bodyFlush();
    });
    request.on('end', () => {
      exchanges.delete(request.socket);
      exchange.bodyEnd(request.rawTrailers);
    });
    exchanges.set(request.socket, exchange);
  }
  exchange.start();
  if (empty) exchange.bodyEnd([]);
  else if (awaited) exchange.bodyFlush();
}

export function serveUpgrade(
  core: ProxyCore,
  request: IncomingMessage,
  duplex: Duplex,
  rest: Buffer,
): void {
  // Node types it as a stream; under http and https servers it is the socket itself.
  const socket = duplex as Socket;
  const interpreted = interpret(core, request);
  if (isRefusal(interpreted)) {
    refuseRaw(core, socket, interpreted.status, interpreted.why);
    return;
  }
  if (interpreted.framing.kind !== 'none') {
    refuseRaw(core, socket, 400, 'an upgrade with a body');
    return;
  }
  // Bytes sent before the answer belong to the new protocol, if there will be one.
  if (rest.length > 0) socket.unshift(rest);
  const head: RequestHead = { ...interpreted, keepAlive: false };
  let tunnelled = false;
  const downstream = new SocketDownstream({
    socket,
    peer: peerOf(socket),
    answered: () => endAndLinger(socket),
    tunnelled: () => {
      tunnelled = true;
    },
    pauseBody: () => undefined,
    resumeBody: () => undefined,
  });
  downstream.begin(head.minor);
  const exchange: Exchange = new Exchange(core, head, downstream);
  const gone = (): void => {
    if (!tunnelled) exchange.gone();
  };
  socket.on('error', gone);
  socket.on('close', gone);
  // With bytes before it that wait for the new protocol, the end is not seen.
  socket.on('end', () => {
    if (!tunnelled) exchange.halfClosed();
  });
  socket.on('drain', () => exchange.drained());
  exchange.start();
}

function refuseRaw(core: ProxyCore, socket: Socket, status: number, why: string): void {
  core.refused(status);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { head, body } = problem(status, `Refused: ${why}.`, { date: core.date, close: true });
  const fields = [...head.fields, 'Connection', 'close'];
  endAndLinger(socket, answerText(head.status, head.reason, fields) + body.toString('latin1'));
}
