import { type ForwardPolicy, type Peer, upstreamHead } from '../http/forwarding.ts';
import type { RequestHead } from '../http/request.ts';
import { continueTrace } from '../http/trace.ts';
import type { UpstreamRequest } from '../upstream/call.ts';
import { IDEMPOTENT } from './rules.ts';

/** A client's request as one upstream is to receive it, with a span of its own. */
export function prepareRequest(
  request: RequestHead,
  peer: Peer,
  policy: ForwardPolicy,
  requestId: string,
  extra?: readonly string[],
): UpstreamRequest {
  const { traceparent, continued } = continueTrace(request.traceparent);
  const own = { requestId, traceparent, keepTracestate: continued, extra };
  const { kind } = request.framing;
  return {
    method: request.method,
    head: upstreamHead(request, peer, policy, own),
    body: kind === 'length' || kind === 'chunked' ? kind : 'none',
    idempotent: IDEMPOTENT.has(request.method),
    upgrade: request.upgrade !== undefined,
  };
}
