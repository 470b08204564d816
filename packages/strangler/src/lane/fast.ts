import { createServer, type Server, type Socket } from 'node:net';
import type { ProxyCore } from '../exchange/core.ts';
import { FastConnection } from './fast-connection.ts';
import { type Lane, trackSockets } from './lane.ts';

const SWEEP_MS = 500;

/**
 * The lane of our own: a strict HTTP/1.1 parser over plain sockets, one write per message. What
 * wants to leave HTTP is handed to the safe lane in mid-connection.
 */
export function createFastLane(core: ProxyCore, handOver: (socket: Socket) => void): Lane {
  const connections = new Set<FastConnection>();
  const sockets = trackSockets();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection: FastConnection = new FastConnection(core, socket, {
      handOver,
      closed: () => connections.delete(connection),
    });
    connections.add(connection);
  });
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
