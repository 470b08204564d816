import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface Scripted {
  readonly url: string;
  /** Connections accepted so far. */
  readonly accepted: () => number;
  /** Connections that the proxy closed before the script did. */
  readonly closedByPeer: () => number;
  close(): Promise<void>;
}

/** An upstream that does exactly what the script says once a request head has arrived. */
export async function startScripted(
  script: (socket: Socket, head: string, connection: number) => void,
): Promise<Scripted> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let closedByPeer = 0;
  const server = createServer((socket) => {
    const connection = ++accepted;
    let held = '';
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('end', () => {
      closedByPeer++;
    });
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1');
      const end = held.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = held.slice(0, end);
      held = held.slice(end + 4);
      script(socket, head, connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted: () => accepted,
    closedByPeer: () => closedByPeer,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
