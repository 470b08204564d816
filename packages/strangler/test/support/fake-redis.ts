import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Enough of a Redis server (RESP3) to connect to, subscribe and be told messages. */
export interface FakeRedis {
  readonly url: string;
  /** Connections that are open now, and all that there have been. */
  readonly open: number;
  readonly seen: number;
  /** Ends the connections of the next so many subscriptions instead of answering them. */
  loseSubscriptions(count: number): void;
  /** Sends a message to whoever has subscribed; gives their number. */
  publish(channel: string, message: string): number;
  close(): Promise<void>;
}

export async function startFakeRedis(): Promise<FakeRedis> {
  const listeners = new Map<Socket, Set<string>>();
  let toLose = 0;
  let seen = 0;
  const subscribe = (socket: Socket, channels: readonly string[]): void => {
    if (toLose > 0) {
      toLose--;
      socket.destroy();
      return;
    }
    for (const channel of channels) {
      listeners.get(socket)?.add(channel);
      socket.write(`>3\r\n${bulk('subscribe')}${bulk(channel)}:1\r\n`);
    }
  };
  const answer = (socket: Socket, [name = '', ...words]: readonly string[]): void => {
    const command = name.toUpperCase();
    if (command === 'SUBSCRIBE') subscribe(socket, words);
    else if (command === 'HELLO') socket.write(`%1\r\n${bulk('proto')}:3\r\n`);
    else socket.write('+OK\r\n');
  };
  const server = createServer((socket) => {
    listeners.set(socket, new Set());
    seen++;
    let rest = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const [commands, left] = readCommands(rest + text);
      rest = left;
      for (const command of commands) answer(socket, command);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => listeners.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get open() {
      return listeners.size;
    },
    get seen() {
      return seen;
    },
    loseSubscriptions(count) {
      toLose = count;
    },
    publish(channel, message) {
      const heard = [...listeners].filter(([, channels]) => channels.has(channel));
      const push = `>3\r\n${bulk('message')}${bulk(channel)}${bulk(message)}`;
      for (const [socket] of heard) socket.write(push);
      return heard.length;
    },
    close: () => {
      for (const socket of listeners.keys()) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One-byte characters only. */
function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}

/** Whole commands (arrays of bulk strings), and what has not come whole yet. */
function readCommands(text: string): [string[][], string] {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const count = Number(/^\*(\d+)\r\n/.exec(rest)?.[1] ?? 'NaN');
    const words = new RegExp(`^\\*${count}\\r\\n((?:\\$\\d+\\r\\n[^\\r]*\\r\\n){${count}})`).exec(
      rest,
    );
    if (words === null) return [commands, rest];
    commands.push(
      [...(words[1] ?? '').matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, word = '']) => word),
    );
    rest = rest.slice(words[0].length);
  }
}
