import { describe, expect, test } from 'vitest';
import { RequestMemory } from '../../src/http/request-memory.ts';
import { type ResponseHandler, ResponseReader } from '../../src/http/response-reader.ts';

/** Writes down what is read. */
class Reading implements ResponseHandler {
  heard: unknown[] = [];

  inform({ status, fields }: { status: number; fields: readonly string[] }): void {
    this.heard.push(['inform', status, fields]);
  }

  head({ status, fields, framing }: Parameters<ResponseHandler['head']>[0]): void {
    this.heard.push(['head', status, fields, framing]);
  }

  data(chunk: Buffer): void {
    const last = this.heard.at(-1);
    if (Array.isArray(last) && last[0] === 'data') last[1] += chunk.toString('latin1');
    else this.heard.push(['data', chunk.toString('latin1')]);
  }

  end(_trailers: readonly string[], rest: Buffer): void {
    this.heard.push(['end', rest.toString('latin1')]);
  }

  upgraded(): void {
    this.heard.push(['upgraded']);
  }

  fault(why: string): void {
    this.heard.push(['fault', why]);
  }
}

const ok = (length: number, more = ''): string =>
  `HTTP/1.1 200 OK\r\n${more}Content-Length: ${length}\r\n\r\n`;

/** One after the other on a connection, and what makes a reader take one for the other. */
const ANSWERS: readonly (readonly [method: string, bytes: string])[] = [
  ['GET', `${ok(2)}ab`],
  ['GET', `${ok(2)}cd`],
  ['HEAD', ok(2)],
  ['HEAD', ok(2)],
  ['GET', `${ok(2)}ef`],
  ['GET', `${ok(3)}abc`],
  ['GET', `${ok(2, 'X: 1\r\n')}ab`],
  ['GET', `${ok(2, 'X: 2\r\n')}ab`],
  ['GET', `${ok(2)}${ok(2)}`],
  ['GET', `HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n${ok(1)}a`],
  ['GET', `${ok(1)}a`],
  ['GET', `${ok(1).slice(0, -4)}\r\n: bad\r\n\r\n`],
  ['GET', `${ok(1)}a`],
  ['GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n'],
  ['GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n'],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
];

function read(reader: ResponseReader, method: string, pieces: readonly string[]): void {
  reader.expect(method);
  for (const piece of pieces) {
    // What is read is only lent, and overwritten by the next read.
    const lent = Buffer.from(piece, 'latin1');
    reader.feed(lent);
    lent.fill('!');
  }
}

describe('a connection that remembers its last head', () => {
  test('reads answers as if each were the first, wherever they are cut', () => {
    const longest = Math.max(...ANSWERS.map(([, bytes]) => bytes.length));
    for (let cut = 0; cut < longest; cut++) {
      const known = new Reading();
      const reader = new ResponseReader(known);
      for (const [method, bytes] of ANSWERS) {
        const pieces = [bytes.slice(0, cut), bytes.slice(cut)].filter((piece) => piece !== '');
        const fresh = new Reading();
        known.heard = [];
        read(reader, method, pieces);
        read(new ResponseReader(fresh), method, pieces);
        expect(known.heard, `${method} ${bytes} cut at ${cut}`).toEqual(fresh.heard);
      }
    }
  });

  test('reads requests as if each were the first', () => {
    const head = (line: string, more = ''): string => `${line}\r\nHost: a\r\n${more}\r\n`;
    const texts = [
      head('GET /a HTTP/1.1'),
      head('GET /a HTTP/1.1'),
      head('GET /b HTTP/1.1'),
      head('GET /b HTTP/1.1'),
      head('GET /a HTTP/1.1'),
      head('GET /a b HTTP/1.1'),
      head('GET /b HTTP/1.1'),
      head('GET http://a/b HTTP/1.1'),
      head('GET /b HTTP/1.0'),
      head('GETS /b HTTP/1.1'),
      head('GET /b HTTP/1.1', 'X: 1\r\n'),
      head('GET /b HTTP/1.1', 'X: 2\r\n'),
      head('GET /b HTTP/1.1', 'Content-Length: 2\r\n'),
      head('GET /c HTTP/1.1', 'Content-Length: 2\r\n'),
    ];
    const memory = new RequestMemory();
    let recalled = 0;
    for (const text of texts) {
      const whole = text.slice(0, -4);
      const known = memory.recall(text, 10);
      const fresh = new RequestMemory().parse(whole, 10);
      if (known !== undefined) {
        recalled++;
        expect(known).toEqual(fresh);
      }
      expect(memory.parse(whole, 10)).toEqual(fresh);
      // The number of fields that is allowed may be another one after a reload.
      expect(memory.recall(text, 1)).toBeUndefined();
      expect(memory.parse(whole, 10)).toEqual(fresh);
    }
    expect(recalled).toBe(5);
  });
});
