import { Capture } from '../exchange/capture.ts';
import { upstreamHead } from '../http/forwarding.ts';
import type { ResponseHead } from '../http/response.ts';
import { continueTrace } from '../http/trace.ts';
import type { UpstreamPool } from '../upstream/pool.ts';
import type { KeptAnswer, MirrorJob } from './mirror.ts';

/** Tells the receiver that no client waits for this answer. */
const MARK = ['Ashlar-Shadow', '1'];

/** Sends a copy of a request and keeps the answer; a string says why there is none. */
export function ask(pool: UpstreamPool, job: MirrorJob): Promise<KeptAnswer | string> {
  const { upstream } = pool;
  const { timeoutMs, maxBodyBytes } = job.route.shadow;
  const body = job.requestBody;
  const framing = job.head.framing.kind;
  const text = upstreamHead({ ...job.head, expectsContinue: false }, job.peer, {
    trustForwarded: job.generation.table.trustForwarded,
    preserveHost: upstream.preserveHost,
    authority: upstream.url.slice(upstream.url.indexOf('//') + 2),
    requestId: job.requestId,
    ...traceOf(job),
    extra: MARK,
  });
  return new Promise((resolve) => {
    const capture = new Capture(maxBodyBytes);
    let head: ResponseHead | undefined;
    const timer = setTimeout(() => {
      call.abort();
      resolve('no answer in time');
    }, timeoutMs);
    const done = (answer: KeptAnswer | string): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const call = pool.dispatch(
      {
        method: job.head.method,
        head: text,
        body: framing === 'length' || framing === 'chunked' ? framing : 'none',
        idempotent: true,
      },
      {
        sent: () => undefined,
        inform: () => undefined,
        head: (received) => {
          head = received;
        },
        data: (chunk) => capture.add(chunk),
        end: () => {
          if (head === undefined) return;
          done({ status: head.status, fields: head.fields, body: capture.body() });
        },
        upgraded: (_head, socket) => {
          socket.destroy();
          done('switched protocols');
        },
        fault: ({ message }) => done(message),
        drain: () => undefined,
      },
    );
    if (body !== undefined && body.length > 0) call.write(body);
    call.end([]);
  });
}

function traceOf(job: MirrorJob): { traceparent: string; keepTracestate: boolean } {
  const at = job.head.names.indexOf('traceparent');
  const trace = continueTrace(at === -1 ? undefined : job.head.fields[at * 2 + 1]);
  return { traceparent: trace.traceparent, keepTracestate: trace.continued };
}
