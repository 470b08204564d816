import type { Server, Socket } from 'node:net';

/** A way in: something that listens, and whose connections can be closed. */
export interface Lane {
  readonly server: Server;
  /** Connections open at present, tunnels included. */
  open(): number;
  /** Whether a client still takes an answer that is written. */
  sending(): boolean;
  /** Closes connections on which nothing runs. */
  closeIdle(): void;
  /** Cuts every connection. */
  closeAll(): void;
}

/** Every open socket of a server, those that became tunnels included: close() waits for them. */
export function trackSockets(): {
  add(socket: Socket): void;
  size(): number;
  sending(): boolean;
  destroyAll(): void;
} {
  const open = new Set<Socket>();
  return {
    add: (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
    size: () => open.size,
    sending: () => [...open].some(({ writableLength }) => writableLength > 0),
    destroyAll: () => {
      for (const socket of open) socket.destroy();
    },
  };
}
