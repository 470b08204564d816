import { describe, expect, it } from 'vitest';
import { createProxy, loadRoutes } from '../../src/index.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';
import { startScripted } from '../support/scripted.ts';

const LENGTH = 'Content-Length: 2\r\n';
const OK = `HTTP/1.1 200 OK\r\n${LENGTH}`;
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

/** What an upstream sends, and what the client gets: a status with its body, or a cut connection. */
const ANSWERS: readonly (readonly [name: string, sent: string, got: string, method?: string])[] = [
  ['length and chunks', `${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`, '502'],
  ['two lengths', `${OK}${LENGTH}\r\nok`, '502'],
  ['a list of lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok', '502'],
  ['a length below zero', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok', '502'],
  ['gzip in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', '502'],
  ['chunks in HTTP/1.0', `${CHUNKED.replace('1.1', '1.0')}2\r\nok\r\n0\r\n\r\n`, '502'],
  ['bare LF everywhere', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok', '502'],
  ['an LF that splits a field', `HTTP/1.1 200 OK\r\nA: b\nC: d\r\n${LENGTH}\r\nok`, '502'],
  ['a CR in a value', `HTTP/1.1 200 OK\r\nA: b\rSet-Cookie: x\r\n${LENGTH}\r\nok`, '502'],
  ['a NUL in a value', `HTTP/1.1 200 OK\r\nA: b\0\r\n${LENGTH}\r\nok`, '502'],
  ['a folded line', `HTTP/1.1 200 OK\r\nA: b\r\n c\r\n${LENGTH}\r\nok`, '502'],
  ['a space before the colon', `HTTP/1.1 200 OK\r\nA : b\r\n${LENGTH}\r\nok`, '502'],
  ['no name', `HTTP/1.1 200 OK\r\n: b\r\n${LENGTH}\r\nok`, '502'],
  ['a status of two digits', `HTTP/1.1 99 OK\r\n${LENGTH}\r\nok`, '502'],
  ['another version', `HTTP/2 200 OK\r\n${LENGTH}\r\nok`, '502'],
  ['a control byte in the reason', `HTTP/1.1 200 a\x01\r\n${LENGTH}\r\nok`, '502'],
  ['another protocol', 'SSH-2.0-OpenSSH_9\r\n', '502'],
  ['an endless head', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n${LENGTH}\r\nok`, '502'],
  ['a switch nobody asked for', 'HTTP/1.1 101 S\r\nConnection: upgrade\r\n\r\nraw', '502'],
  ['no reason', `HTTP/1.1 200\r\n${LENGTH}\r\nok`, '200 ok'],
  ['a latin1 reason and value', `HTTP/1.1 200 \xe9\r\nX: \xff\r\n${LENGTH}\r\nok`, '200 ok'],
  ['an unknown status', `HTTP/1.1 599 Odd\r\n${LENGTH}\r\nok`, '599 ok'],
  ['a second answer', `${OK}\r\nok${OK}\r\nxx`, '200 ok'],
  ['204 with a body', `HTTP/1.1 204 No Content\r\n${LENGTH}\r\nok`, '204 '],
  ['304 with a body', `HTTP/1.1 304 Not Modified\r\n${LENGTH}\r\nok`, '304 '],
  ['HEAD with a body', `${OK}\r\nok`, '200 ', 'HEAD'],
  ['interim answers', `HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\n\r\n${OK}\r\nok`, '200 ok'],
  ['framing in the trailers', `${CHUNKED}2\r\nok\r\n0\r\nContent-Length: 9\r\n\r\n`, '200 ok'],
  ['a chunk size that is none', `${CHUNKED}2\r\nok\r\nzz\r\n`, 'cut'],
  ['a chunk longer than its size', `${CHUNKED}2\r\nokk\r\n0\r\n\r\n`, 'cut'],
  ['chunks that end in LF', `${CHUNKED}2\nok\n0\n\n`, 'cut'],
  ['trailers that split', `${CHUNKED}2\r\nok\r\n0\r\nA: b\nC: d\r\n\r\n`, 'cut'],
];

/** Status and decoded body of the final answer; `cut` when it is not complete. */
function gotten(text: string, ending: string, method: string): string {
  const at = text.lastIndexOf('HTTP/1.1 ');
  if (at === -1) return ending === 'quiet' ? 'nothing' : 'cut';
  const end = text.indexOf('\r\n\r\n', at);
  const status = text.slice(at + 9, at + 12);
  if (status === '502') return status;
  const body = text.slice(end + 4);
  if (/\r\ntransfer-encoding: chunked\r\n/i.test(text.slice(at, end + 2)) && method !== 'HEAD') {
    return body.endsWith('0\r\n\r\n') ? `${status} ${body.split('\r\n')[1]}` : 'cut';
  }
  return `${status} ${body}`;
}

describe.each(['fast', 'safe'] as const)('hostile answers on the %s lane', (lane) => {
  it('are refused or passed on clean, and poison no connection', async () => {
    const wrong: string[] = [];
    const queue = [...ANSWERS];
    const worker = async (): Promise<void> => {
      let answer = '';
      const upstream = await startScripted((socket, head) => {
        socket.write(head.includes(' /next ') ? `${OK}\r\nne` : answer, 'latin1');
      });
      const proxy = await createProxy({
        table: loadRoutes({
          schemaVersion: 1,
          upstreams: { monolith: { url: upstream.url, breaker: { failures: 0 } } },
          routes: [{ match: '/**', state: 'monolith' }],
        }),
        port: 0,
        lane,
      });
      for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
        const [name, sent, expected, method = 'GET'] = one;
        answer = sent;
        const until = (seen: string): boolean => statusesIn(seen).some((status) => status >= 200);
        const options = { quietMs: 3000, until, settleMs: 60 };
        const head = `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`;
        const { text, ending } = await sendRaw(proxy.url, head, options);
        const got = gotten(text, ending, method);
        if (got !== expected) wrong.push(`${name}: ${got} instead of ${expected}`);
        const next = await sendRaw(proxy.url, 'GET /next HTTP/1.1\r\nHost: a\r\n\r\n', options);
        if (!next.text.endsWith('\r\n\r\nne')) wrong.push(`${name}: the next answer is spoilt`);
      }
      await proxy.close({ drainMs: 0 });
      await upstream.close();
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(wrong).toEqual([]);
  }, 60_000);
});
