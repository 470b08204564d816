import { connect } from 'node:net';

export interface LoadResult {
  /** Complete answers by status. */
  readonly statuses: Record<number, number>;
  /** Connections that ended inside an answer, or after a request and before its answer. */
  readonly broken: number;
  readonly answered: number;
}

/** Sends GETs over kept connections, one at a time on each, and reads every answer to its end. */
export async function load(
  url: string,
  settings: {
    readonly connections: number;
    readonly requests: number;
    readonly path: string;
    /** When a connection was closed: open another (true), or be content (false). */
    readonly reconnect: boolean;
  },
): Promise<LoadResult> {
  const statuses: Record<number, number> = {};
  let left = settings.requests;
  let broken = 0;
  let answered = 0;
  const { port } = new URL(url);
  const client = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      let held = '';
      let waiting = false;
      let closing = false;
      const next = (): void => {
        if (left <= 0 || closing) {
          socket.end();
          return;
        }
        left--;
        waiting = true;
        socket.write(`GET ${settings.path} HTTP/1.1\r\nHost: load.test\r\n\r\n`);
      };
      socket.on('connect', next);
      socket.on('data', (chunk: Buffer) => {
        held += chunk.toString('latin1');
        const end = held.indexOf('\r\n\r\n');
        if (end === -1) return;
        const length = Number(/content-length: (\d+)/i.exec(held)?.[1] ?? 0);
        if (held.length < end + 4 + length) return;
        const status = Number(held.slice(9, 12));
        statuses[status] = (statuses[status] ?? 0) + 1;
        answered++;
        waiting = false;
        closing = /\r\nconnection: close\r\n/i.test(held.slice(0, end + 2));
        held = held.slice(end + 4 + length);
        next();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (waiting) broken++;
        resolve(left > 0 && settings.reconnect ? client() : undefined);
      });
    });
  await Promise.all(Array.from({ length: settings.connections }, client));
  return { statuses, broken, answered };
}
