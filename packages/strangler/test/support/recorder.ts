import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface Recorder {
  readonly url: string;
  /** Bytes received, one entry per connection, latin1. */
  readonly connections: readonly string[];
  /** Forgets what was received; what connections of before bring later is not kept. */
  clear(): void;
  close(): Promise<void>;
}

/** An upstream that keeps every byte and answers once the sender falls silent. */
export async function startRecorder(silenceMs = 15): Promise<Recorder> {
  const sockets = new Set<Socket>();
  let connections: { text: string }[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    const received = { text: '' };
    connections.push(received);
    let timer: NodeJS.Timeout | undefined;
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received.text += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(() => {
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
      }, silenceMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections.map(({ text }) => text);
    },
    clear: () => {
      connections = [];
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
