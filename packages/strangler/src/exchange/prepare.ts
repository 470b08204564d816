import type { Outgoing } from '../duties/duty.ts';
import { withoutFields } from '../duties/fields.ts';
import { type ForwardPolicy, type Peer, upstreamHead } from '../http/forwarding.ts';
import type { RequestHead } from '../http/request.ts';
import { continueTrace, readTrace } from '../http/trace.ts';
import type { UpstreamRequest } from '../upstream/call.ts';
import { IDEMPOTENT } from './rules.ts';

/** A client's request as one upstream is to receive it, with a span of its own. */
export function prepareRequest(
  request: RequestHead,
  peer: Peer,
  policy: ForwardPolicy,
  requestId: string,
  extra?: readonly string[],
  /** Trace context of a span of our own, where there is one. */
  parent?: string,
): UpstreamRequest {
  const { traceparent, continued } = continueTrace(parent ?? request.traceparent);
  // The client's tracestate belongs to its own trace context.
  const keepTracestate =
    continued && (parent === undefined || readTrace(request.traceparent) !== undefined);
  const own = { requestId, traceparent, keepTracestate, extra };
  const { kind } = request.framing;
  return {
    method: request.method,
    traceparent,
    head: upstreamHead(request, peer, policy, own),
    body: kind === 'length' || kind === 'chunked' ? kind : 'none',
    idempotent: IDEMPOTENT.has(request.method),
    upgrade: request.upgrade !== undefined,
  };
}

/** The same for a request that duties have changed. A body that is at hand has a length. */
export function prepareOutgoing(
  { head, body, extra }: Outgoing,
  peer: Peer,
  policy: ForwardPolicy,
  requestId: string,
  mark: readonly string[] = [],
  parent?: string,
): UpstreamRequest {
  const request = body === undefined ? head : withLength(head, body.length);
  return prepareRequest(request, peer, policy, requestId, [...extra, ...mark], parent);
}

function withLength(head: RequestHead, length: number): RequestHead {
  // A request that came without a body leaves without one, unless a duty has made one.
  if (length === 0 && head.framing.kind === 'none') return head;
  const plain = withoutFields(head, (name) => FRAMING.has(name));
  return {
    ...plain,
    fields: [...plain.fields, 'Content-Length', String(length)],
    names: [...plain.names, 'content-length'],
    framing: { kind: 'length', length },
    expectsContinue: false,
  };
}

const FRAMING: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'trailer',
  'expect',
]);
