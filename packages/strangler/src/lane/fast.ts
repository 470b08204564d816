import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { ProxyCore } from '../exchange/core.ts';
import { type Certificate, tlsOptions } from './certificate.ts';
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
  const take = (socket: Socket): void => {
    const connection: FastConnection = new FastConnection(core, socket, {
      handOver,
      closed: () => connections.delete(connection),
    });
    connections.add(connection);
  };
  const options = { allowHalfOpen: true, noDelay: true };
  const server: Server =
    tls === undefined
      ? createServer(options, take)
      : createTlsServer({ ...options, ...tlsOptions(tls) });
  if (tls !== undefined) {
    server.on('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => socket.destroy());
      if (socket.alpnProtocol === 'h2') handOver(socket, 'http2');
      else take(socket);
    });
    server.on('tlsClientError', () => undefined);
  }
  server.on('connection', sockets.add);
  const sweep = setInterval(() => {
    const now = core.now();
    for (const connection of connections) connection.tick(now);
  }, SWEEP_MS);
  sweep.unref();
  return {
    server,
    open: sockets.size,
    closeIdle: () => {
      for (const connection of connections) connection.closeIfIdle();
    },
    closeAll: () => {
      clearInterval(sweep);
      sockets.destroyAll();
    },
  };
}
