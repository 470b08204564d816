import { createProxy, loadRoutes } from '../../src/index.ts';
import { selfSigned } from './certificate.ts';
import { sendRaw, statusesIn } from './raw-client.ts';
import { startRecorder } from './recorder.ts';
import { doubtsAbout } from './strict-checker.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'G T', 'get', '', 'CONNECT'];
const TARGETS = ['/', '/a?b=c', '*', 'http://a/', '/\x00', '/a b', '//x', '/%2e%2e', 'a', '/\xff'];
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/1.1 ',
  'http/1.1',
];
const ENDS = ['\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\r\n', '\n\r\n'];
const NAMES = [
  'Host',
  'Content-Length',
  'Transfer-Encoding',
  'Connection',
  'Expect',
  'X',
  'Content_Length',
  'Trailer',
  'TE',
  'Upgrade',
];
const GLUE = [': ', ': ', ': ', ':', ' : ', ':\t', ':\x0b', ':\xa0', '', ':\r\n '];
const VALUES = [
  'a',
  '0',
  '3',
  '5',
  '+3',
  '0x3',
  '3, 3',
  'chunked',
  'Chunked',
  'chunked, chunked',
  'gzip, chunked',
  'identity',
  'chunked\x00',
  ' chunked',
  '"chunked"',
  'close',
  'content-length',
  'transfer-encoding, host',
  '100-continue',
  'websocket',
  '\xe9',
  '',
];
const BODIES = [
  '',
  'abc',
  '3\r\nabc\r\n0\r\n\r\n',
  '0\r\n\r\n',
  '3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n',
  '0x3\r\nabc\r\n0\r\n\r\n',
  '3 \r\nabc\r\n0\r\n\r\n',
  '3\nabc\n0\n\n',
  'ffffffffffffffffff\r\n',
  '-1\r\n',
  '3\r\nabcd\r\n0\r\n\r\n',
  '0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n',
  '0\r\nContent-Length: 5\r\n\r\n',
];

export interface FuzzSettings {
  readonly seconds: number;
  readonly seed: number;
  /** `tls` is the fast lane with TLS in front. */
  readonly lane: 'fast' | 'safe' | 'tls';
  readonly workers: number;
}

export interface FuzzResult {
  readonly sent: number;
  readonly forwarded: number;
  /** Requests with what is doubtful in what was forwarded of them. */
  readonly dirty: readonly string[];
  /** Requests whose client ended its side and was neither answered nor let go. */
  readonly hung: readonly string[];
}

/**
 * Structure-aware fuzzing: sound requests are bent in the places that matter (framing fields, line
 * ends, chunk sizes, targets) and sent through the proxy to a recording upstream. Whatever was
 * forwarded has to satisfy the independent checker; no client that has ended its side is left
 * waiting; the proxy has to be alive afterwards.
 */
export async function fuzz({ seconds, seed, lane, workers }: FuzzSettings): Promise<FuzzResult> {
  const until = performance.now() + seconds * 1000;
  let sent = 0;
  let forwarded = 0;
  const dirty: string[] = [];
  const hung: string[] = [];
  const stalls = watchStalls();
  const tls = lane === 'tls' ? selfSigned('localhost') : undefined;
  const worker = async (_: unknown, number: number): Promise<void> => {
    const next = bender(seed * 1000 + number);
    const recorder = await startRecorder(8);
    const table = loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: recorder.url },
      routes: [{ match: '/**', state: 'monolith' }],
    });
    const proxy = await createProxy({
      table,
      port: 0,
      lane: lane === 'safe' ? 'safe' : 'fast',
      ...(tls && { tls }),
    });
    while (performance.now() < until) {
      recorder.clear();
      const pieces = next();
      const { ending, text, course } = await sendRaw(proxy.url, pieces, {
        quietMs: 40,
        endMs: 10_000,
        gapMs: 1,
        until: (text) => statusesIn(text).some((status) => status >= 200),
      });
      sent++;
      if (ending === 'hung') {
        hung.push(
          `${JSON.stringify(pieces)}: ${JSON.stringify(text)}; ${course}; stalls ${stalls.report()}`,
        );
      }
      if (recorder.connections.length > 0) forwarded++;
      const doubts = recorder.connections.flatMap(doubtsAbout);
      if (doubts.length > 0) dirty.push(`${JSON.stringify(pieces)}: ${doubts.join('; ')}`);
    }
    const alive = await sendRaw(proxy.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      quietMs: 5000,
      until: (text) => text.endsWith('ok'),
    });
    if (!statusesIn(alive.text).includes(200)) dirty.push('the proxy no longer answers');
    await proxy.close({ drainMs: 0 });
    await recorder.close();
  };
  await Promise.all(Array.from({ length: workers }, worker));
  stalls.stop();
  return { sent, forwarded, dirty, hung };
}

/** Tells a proxy that hangs from a process, its clients with it, that got no CPU. */
function watchStalls(): { report(): string; stop(): void } {
  let last = performance.now();
  const longest: string[] = [];
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > 500) longest.push(`${Math.round(now - last)} ms`);
    last = now;
  }, 50);
  return {
    report: () => longest.slice(-10).join(', ') || 'none',
    stop: () => clearInterval(timer),
  };
}

/** Gives one request after the other, cut into packets; the same ones for the same seed. */
function bender(seed: number): () => string | string[] {
  let state = seed >>> 0;

  function random(below: number): number {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  }

  function pick<T>(from: readonly T[]): T {
    return from[random(from.length)] as T;
  }

  /** Mostly the first, which is sound: a request with five faults only ever shows one of them. */
  function mostly<T>(from: readonly T[]): T {
    return random(12) > 0 ? (from[0] as T) : pick(from);
  }

  function bent(): string {
    const line = `${random(3) > 0 ? pick(METHODS.slice(0, 6)) : pick(METHODS)} ${mostly(TARGETS)} ${mostly(VERSIONS)}`;
    let text = line + mostly(ENDS);
    if (random(12) > 0) text += `Host: a${mostly(ENDS)}`;
    for (let i = random(3); i > 0; i--) {
      text += pick(NAMES.slice(1)) + mostly(GLUE) + pick(VALUES) + mostly(ENDS);
    }
    text += pick(['', '', 'Transfer-Encoding: chunked\r\n', `Content-Length: ${random(8)}\r\n`]);
    text += mostly(ENDS) + pick(BODIES);
    if (random(8) === 0) {
      const at = random(text.length);
      const byte = String.fromCharCode(random(256));
      text = text.slice(0, at) + byte + text.slice(at + random(2));
    }
    return text;
  }

  /** Cuts a request into packets, so that every state of the parser meets a boundary. */
  function pieces(text: string): string | string[] {
    if (random(3) > 0) return text;
    const cut = random(text.length);
    return [text.slice(0, cut), text.slice(cut)];
  }

  return () => pieces(bent());
}
