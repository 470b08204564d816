import { connect } from 'node:net';

/** Names and values as they go out, checked by nobody. */
export type RawFields = readonly (readonly [name: string, value: string])[];

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const [DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY] = [0, 1, 3, 4, 7] as const;
const [END_STREAM, END_HEADERS] = [1, 4] as const;
/** Indexed fields of RFC 7541, appendix A. */
const STATUS: Readonly<Record<number, number>> = {
  136: 200,
  137: 204,
  138: 206,
  139: 304,
  140: 400,
  141: 404,
  142: 500,
};

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.set([type, flags], 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Each field as a literal that no table learns (RFC 7541 6.2.2). */
function block(fields: RawFields): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value, 'latin1');
    if (bytes.length > 126) throw new RangeError('too long for one byte of length');
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  };
  return Buffer.concat(
    fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]),
  );
}

/**
 * Sends a request over HTTP/2 with prior knowledge, on each of `streams` in this order; `data`
 * undefined ends it with its head. Says the status that was got first (0 for one that has no index), or how it was refused.
 */
export function sendHttp2(
  url: string,
  fields: RawFields,
  data?: string,
  streams: readonly number[] = [1],
): Promise<number | 'reset' | 'closed' | 'silence'> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let held = Buffer.alloc(0);
    const timer = setTimeout(() => done('silence'), 2000);
    const done = (outcome: number | 'reset' | 'closed' | 'silence'): void => {
      clearTimeout(timer);
      // What should not come has a moment to come.
      setTimeout(() => {
        socket.destroy();
        resolve(outcome);
      }, 30);
    };
    socket.on('error', () => done('closed'));
    socket.on('end', () => done('closed'));
    socket.on('data', (bytes: Buffer) => {
      held = Buffer.concat([held, bytes]);
      while (held.length >= 9) {
        const size = held.readUIntBE(0, 3);
        if (held.length < 9 + size) return;
        const type = held[3];
        const payload = held.subarray(9, 9 + size);
        held = held.subarray(9 + size);
        if (type === RST_STREAM) done('reset');
        else if (type === GOAWAY) done('closed');
        else if (type === HEADERS) done(STATUS[payload.find((byte) => byte >= 128) ?? 0] ?? 0);
      }
    });
    const flags = END_HEADERS | (data === undefined ? END_STREAM : 0);
    socket.write(PREFACE);
    socket.write(frame(SETTINGS, 0, 0, Buffer.alloc(0)));
    for (const stream of streams) {
      socket.write(frame(HEADERS, flags, stream, block(fields)));
      if (data !== undefined) socket.write(frame(DATA, END_STREAM, stream, Buffer.from(data)));
    }
  });
}
