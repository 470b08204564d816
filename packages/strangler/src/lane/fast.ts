import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { ProxyCore } from '../exchange/core.ts';
import { type Certificate, tlsOptions } from './certificate.ts';
import { ClientReading } from './client-reading.ts';
import { FastConnection } from './fast-connection.ts';
import { type Lane, trackSockets } from './lane.ts';

const SWEEP_MS = 500;

/**
 * The lane of our own: a strict HTTP/1.1 parser over plain sockets, one write per message. What
 * wants to leave HTTP is handed to the safe lane in mid-connection.
 */
export function createFastLane(
  core: ProxyCore,
  handOver: (socket: Socket, to: 'http1' | 'http2') => void,
  tls: Certificate | undefined,
): Lane {
  const connections = new Set<FastConnection>();
  const sockets = trackSockets();
  const take = (socket: Socket, reading?: ClientReading): void => {
    const owner = { handOver, closed: () => connections.delete(connection) };
    const connection: FastConnection = new FastConnection(core, socket, owner, reading);
    connections.add(connection);
  };
  const server = tls === undefined ? plainServer(sockets.add, take) : tlsServer(tls, core);
  if (tls !== undefined) {
    server.on('connection', sockets.add);
    server.on('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => socket.destroy());
      socket.allowHalfOpen = true;
      if (socket.alpnProtocol === 'h2') handOver(socket, 'http2');
      else take(socket);
    });
    // Node reports a handshake that takes too long, and leaves the rest to us.
    server.on('tlsClientError', (_fault, socket) => socket.destroy());
  }
  const sweep = setInterval(() => {
    const now = core.now();
    for (const connection of connections) connection.tick(now);
  }, SWEEP_MS);
  sweep.unref();
  return {
    server,
    open: sockets.size,
    // What waits behind TLS is not seen in the socket below it.
    sending: () => [...connections].some(({ socket }) => socket.writableLength > 0),
    closeIdle: () => {
      for (const connection of connections) connection.closeIfIdle();
    },
    closeAll: () => {
      clearInterval(sweep);
      sockets.destroyAll();
    },
  };
}

function plainServer(
  opened: (socket: Socket) => void,
  take: (socket: Socket, reading?: ClientReading) => void,
): Server {
  return createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (accepted) => {
    const reading = new ClientReading();
    const socket = reading.adopt(accepted);
    opened(socket ?? accepted);
    if (socket !== undefined) take(socket, reading);
    else {
      take(accepted);
      accepted.resume();
    }
  });
}

/** Who ends its side inside the handshake is let go; connections are half open only after it. */
function tlsServer(certificate: Certificate, core: ProxyCore): Server {
  const handshakeTimeout = core.generation().table.limits.headMs;
  return createTlsServer({ noDelay: true, handshakeTimeout, ...tlsOptions(certificate) });
}
