import type { KeptAnswer } from '../compare/kept-answer.ts';
import type { Outgoing } from '../duties/duty.ts';
import { Capture } from '../exchange/capture.ts';
import { prepareOutgoing } from '../exchange/prepare.ts';
import { newForwardedMemory } from '../http/forwarding.ts';
import type { ResponseHead } from '../http/response.ts';
import type { Pool, ResponseSink } from '../upstream/call.ts';
import type { MirrorJob } from './job.ts';

/** Tells the receiver that no client waits for this answer. */
const MARK = ['Ashlar-Shadow', '1'];

/** Sends a copy of a request and keeps the answer; a string says why there is none. */
export function ask(pool: Pool, job: MirrorJob): Promise<KeptAnswer | string> {
  const { timeoutMs, maxBodyBytes } = job.route.shadow;
  const policy = job.generation.policies.get(pool.upstream.name);
  if (policy === undefined) throw new TypeError(`no policy for upstream ${pool.upstream.name}`);
  // With a memory of its own: the copy must not disturb what the client's connection remembers.
  const peer = { ...job.peer, forwarded: newForwardedMemory() };
  const target = pool.upstream.name === 'monolith' ? 'monolith' : 'service';
  const outgoing =
    job.visit?.outgoing(target, pool.upstream.name, job.requestBody) ?? asItCame(job, target);
  const { body } = outgoing;
  outgoing.head = { ...outgoing.head, expectsContinue: false };
  const prepared = prepareOutgoing(outgoing, peer, policy, job.requestId, MARK);
  // Nobody but the proxy waits for it, and writes carry a key: it may be sent again.
  const request = { ...prepared, idempotent: true };
  return new Promise((resolve) => {
    const capture = new Capture(maxBodyBytes);
    let received: ResponseHead | undefined;
    const timer = setTimeout(() => {
      call.abort();
      resolve('no answer in time');
    }, timeoutMs);
    const done = (answer: KeptAnswer | string): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const sink: ResponseSink = {
      sent: () => undefined,
      inform: () => undefined,
      head: (answer) => {
        received = answer;
      },
      data: (chunk) => capture.add(chunk),
      flush: () => undefined,
      holds: false,
      end: () => {
        if (received === undefined) return;
        done({ status: received.status, fields: received.fields, body: capture.body() });
      },
      upgraded: (_head, socket) => {
        socket.destroy();
        done('switched protocols');
      },
      fault: ({ message }) => done(message),
      drain: () => undefined,
    };
    const call = pool.dispatch(request, job.visit?.receiving(target, sink) ?? sink);
    if (body !== undefined && body.length > 0) call.write(body);
    call.end([]);
  });
}

function asItCame({ head, requestBody }: MirrorJob, target: Outgoing['target']): Outgoing {
  return { target, upstream: target, head, body: requestBody, extra: [] };
}
