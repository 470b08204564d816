import { describe, expect, it } from 'vitest';
import { createProxy, loadRoutes } from '../../src/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { EDGE_REQUESTS } from '../support/edge-requests.ts';
import { HOSTILE_REQUESTS, type HostileOutcome } from '../support/hostile-requests.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';
import { startRecorder } from '../support/recorder.ts';
import { SMUGGLING_REQUESTS } from '../support/smuggling-requests.ts';
import { doubtsAbout } from '../support/strict-checker.ts';

/**
 * Where the lanes differ, and why that does no harm. The safe lane reads with Node's own parser,
 * which knows a list of methods, bounds chunk extensions more loosely and forgives two spellings
 * of a request line; what it forwards is written anew and clean all the same.
 */
const ON_THE_SAFE_LANE: Readonly<Record<string, HostileOutcome>> = {
  'leading lf': 'forwarded',
  'two spaces': 'forwarded',
  'lower method': 400,
  'unknown method': 400,
  'long method': 400,
  'chunk ext long': 'forwarded',
  'chunk size many zeros': 'forwarded',
  // Waits for a header section until the time for heads is up.
  '0.9': 'silence',
  'no version': 505,
  // HTTP/2 is recognised by the fast lane only.
  'h2 preface junk': 400,
  'coding: "Transfer-Encoding: \\t chunked\\t "': 400,
  'line: "GET / HTTP/1.1 HTTP/1.1"': 505,
  'line: "PRI * HTTP/1.1"': 505,
  // The size is taken, and the body goes on in chunks of ours.
  'chunks: "FFFFFFFFFFFFFFFF\\r\\nabc\\r\\n0\\r\\n\\r\\n"': 'forwarded',
  'chunks: "8000000000000000\\r\\nabc\\r\\n0\\r\\n\\r\\n"': 'forwarded',
  // Node reports what follows a body before the end of the body, all in one packet.
  'chunks: "0\\r\\n\\r\\nX\\r\\n\\r\\n"': 400,
  'chunks: "3\\r\\nabc\\r\\n0\\r\\n\\r\\n0\\r\\n\\r\\n"': 400,
};

function outcomeOf(statuses: readonly number[], forwarded: boolean): HostileOutcome {
  if (statuses.length === 0) return 'silence';
  if (statuses.length === 2 && forwarded && statuses[1] === 400) return 'answered, then 400';
  if (statuses.join() === '200,200') return 'both answered';
  return statuses.join() === '200' ? 'forwarded' : Number(statuses.join(''));
}

const certificate = selfSigned('localhost');

describe.each([
  ['fast lane', 'fast', undefined],
  ['safe lane', 'safe', undefined],
  ['fast lane over TLS', 'fast', certificate],
] as const)('hostile requests on the %s', (name, lane, tls) => {
  it.skipIf(name.endsWith('TLS') && tls === undefined)(
    'are refused, or forwarded clean, each with one answer',
    async () => {
      const queue = [...HOSTILE_REQUESTS, ...SMUGGLING_REQUESTS, ...EDGE_REQUESTS];
      const wrong: string[] = [];
      const worker = async (): Promise<void> => {
        const recorder = await startRecorder(10);
        const routes = ['/shop/**', '/admin/**', '/**'].map((match) => ({
          match,
          state: 'monolith' as const,
        }));
        const table = loadRoutes({
          schemaVersion: 1,
          upstreams: { monolith: recorder.url },
          routes,
        });
        const proxy = await createProxy({ table, port: 0, lane, ...(tls && { tls }) });
        for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
          const [name, raw, outcome] = one;
          const expected = (lane === 'safe' ? ON_THE_SAFE_LANE[name] : undefined) ?? outcome;
          const answers = ['both answered', 'answered, then 400'].includes(`${expected}`) ? 2 : 1;
          recorder.clear();
          const { text } = await sendRaw(proxy.url, raw, {
            quietMs: expected === 'silence' ? 300 : 3000,
            until: (seen) => statusesIn(seen).filter((status) => status >= 200).length >= answers,
            settleMs: 60,
          });
          const doubts = recorder.connections.flatMap(doubtsAbout);
          const got = outcomeOf(statusesIn(text), recorder.connections.length > 0);
          if (doubts.length > 0) wrong.push(`${name}: forwarded dirty, ${doubts.join('; ')}`);
          if (got !== expected) wrong.push(`${name}: ${got} instead of ${expected}`);
        }
        const alive = await sendRaw(proxy.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
          quietMs: 3000,
          until: (seen) => seen.endsWith('ok'),
        });
        if (!statusesIn(alive.text).includes(200)) wrong.push('the proxy no longer answers');
        await proxy.close({ drainMs: 0 });
        await recorder.close();
      };
      await Promise.all(Array.from({ length: 12 }, worker));
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
