import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Answering {
  /** Requests of this connection that are not answered to the end. */
  running: number;
  /** What to say once they are. */
  afterwards: (() => void) | undefined;
}

const answering = new WeakMap<object, Answering>();

/** Notes that an answer is owed on this connection. */
export function oweAnswer(socket: Socket, response: ServerResponse): void {
  const state = answering.get(socket) ?? { running: 0, afterwards: undefined };
  answering.set(socket, state);
  state.running++;
  response.once('close', () => {
    if (--state.running === 0) state.afterwards?.();
  });
}

/**
 * Calls `refuse` now, or after the answers that are still owed: a client takes whatever comes
 * first for the answer to its first request. Says nothing after an answer that closes.
 */
export function refuseInTurn(socket: Socket, refuse: () => void): void {
  const state = answering.get(socket);
  if (state === undefined || state.running === 0) refuse();
  else {
    state.afterwards ??= () => {
      if (socket.writable) refuse();
    };
  }
}

type ParserFault = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 400,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The status for what Node's parser found, as the fast lane has it. */
export function statusOfFault({ code = '', rawPacket }: ParserFault): number {
  if (code !== 'HPE_INVALID_VERSION') return STATUS[code] ?? 400;
  // A version that is written properly is another version; anything else is no HTTP.
  return / HTTP\/\d\.\d\r\n/.test(rawPacket?.toString('latin1') ?? '') ? 505 : 400;
}
