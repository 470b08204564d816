import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface RawAnswer {
  /** Everything received, latin1. */
  readonly text: string;
  /**
   * How it ended: the proxy closed, broke the connection, or said nothing for `quietMs`; with
   * `endMs`, it left a client waiting that had ended its side.
   */
  readonly ending: 'closed' | 'reset' | 'quiet' | 'hung';
  /** What happened when, in ms since the connection was asked for: `connect@2 secureConnect@9`. */
  readonly course: string;
}

export interface RawOptions {
  /** Give up after this much silence. */
  readonly quietMs?: number;
  /** Stop as soon as this holds. */
  readonly until?: (text: string) => boolean;
  /** Once `until` holds, wait this long for what should not come. */
  readonly settleMs?: number;
  /** Send the pieces apart, in packets of their own. */
  readonly gapMs?: number;
  /** After the silence, end this side, and wait this long for the proxy to end its own. */
  readonly endMs?: number;
}

/** Sends bytes as they are and collects what comes back. */
export function sendRaw(
  url: string,
  bytes: string | readonly string[],
  { quietMs = 400, until, settleMs = 0, gapMs = 5, endMs }: RawOptions = {},
): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(url);
  const where = { host: hostname, port: Number(port) };
  return new Promise((resolve) => {
    const secured = protocol === 'https:';
    const socket = secured ? connectTls({ ...where, rejectUnauthorized: false }) : connect(where);
    let text = '';
    const began = performance.now();
    const course: string[] = [];
    const happened = (what: string): void => {
      course.push(`${what}@${Math.round(performance.now() - began)}`);
    };
    for (const event of ['connect', 'secureConnect', 'data']) {
      socket.on(event, () => happened(event));
    }
    let timer = setTimeout(() => silent(), quietMs + (secured ? 5000 : 0));
    let ended = false;
    const done = (ending: RawAnswer['ending']): void => {
      clearTimeout(timer);
      socket.destroy();
      happened(ending);
      resolve({ text, ending, course: course.join(' ') });
    };
    const silent = (): void => {
      if (endMs === undefined) done('quiet');
      else if (ended) {
        // A process that had no time finds its timers due before it has read what came.
        timer = setTimeout(() => done('hung'), 500);
      } else {
        ended = true;
        happened('ended');
        socket.end();
        timer = setTimeout(() => silent(), endMs);
      }
    };
    socket.on(secured ? 'secureConnect' : 'connect', async () => {
      if (secured && !ended) {
        // The handshake is no silence of the proxy's.
        clearTimeout(timer);
        timer = setTimeout(() => silent(), quietMs);
      }
      for (const piece of typeof bytes === 'string' ? [bytes] : bytes) {
        if (!socket.writable) break;
        socket.write(piece, 'latin1');
        if (typeof bytes !== 'string') await new Promise((tick) => setTimeout(tick, gapMs));
      }
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      clearTimeout(timer);
      if (until?.(text)) {
        if (settleMs === 0) done('quiet');
        else timer = setTimeout(() => done('quiet'), settleMs);
      } else timer = setTimeout(() => silent(), ended ? endMs : quietMs);
    });
    socket.on('error', () => done('reset'));
    socket.on('end', () => done('closed'));
    // Over TLS a connection can be gone without an end or an error.
    socket.on('close', () => done('closed'));
  });
}

export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}
