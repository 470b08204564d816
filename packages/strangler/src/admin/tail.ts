import type { ServerResponse } from 'node:http';
import type { FinishedRequest } from '../model/finished-request.ts';
import { accessLine } from '../observe/access-log.ts';

/** A reader that is this far behind misses lines. */
const MAX_WAITING_BYTES = 262_144;
/** A space now and then, so that nobody in between takes the silence for an end. */
const BREATH_MS = 15_000;

/**
 * Finished requests as JSON lines, as long as somebody listens: all of them, of one route (`route`),
 * or only failures (`failures`: 5xx, broken answers and calls that failed).
 */
export function serveTail(
  tail: (heard: (finished: FinishedRequest) => void) => () => void,
  url: URL,
  response: ServerResponse,
): void {
  const route = url.searchParams.get('route');
  const failures = url.searchParams.get('failures') === 'true';
  response.writeHead(200, { 'content-type': 'application/jsonl', 'cache-control': 'no-store' });
  response.flushHeaders();
  let missed = 0;
  const stop = tail((finished) => {
    if (route !== null && finished.route !== route) return;
    if (failures && !failed(finished)) return;
    if (response.writableLength > MAX_WAITING_BYTES) {
      missed++;
      return;
    }
    if (missed > 0) response.write(`${JSON.stringify({ missed })}\n`);
    missed = 0;
    response.write(`${accessLine(finished)}\n`);
  });
  const breath = setInterval(() => response.write('\n'), BREATH_MS);
  breath.unref();
  response.on('close', () => {
    stop();
    clearInterval(breath);
  });
}

function failed({ status, broken, calls }: FinishedRequest): boolean {
  return broken || (status ?? 0) >= 500 || calls.some(({ error }) => error !== undefined);
}
