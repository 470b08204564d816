import { type Peer, upstreamHead } from '../http/forwarding.ts';
import type { RequestHead } from '../http/request.ts';
import { continueTrace } from '../http/trace.ts';
import type { RouteTable, Upstream } from '../model/routes.ts';
import type { UpstreamRequest } from '../upstream/call.ts';
import { IDEMPOTENT } from './rules.ts';

/** A client's request as one upstream is to receive it, with a span of its own. */
export function prepareRequest(
  request: RequestHead,
  peer: Peer,
  settings: {
    readonly table: RouteTable;
    readonly upstream: Upstream;
    readonly requestId: string;
    readonly extra?: readonly string[];
  },
): UpstreamRequest {
  const { upstream, table, requestId } = settings;
  const at = request.names.indexOf('traceparent');
  const trace = continueTrace(at === -1 ? undefined : request.fields[at * 2 + 1]);
  const head = upstreamHead(request, peer, {
    trustForwarded: table.trustForwarded,
    preserveHost: upstream.preserveHost,
    authority: upstream.url.slice(upstream.url.indexOf('//') + 2),
    requestId,
    traceparent: trace.traceparent,
    keepTracestate: trace.continued,
    ...(settings.extra === undefined ? {} : { extra: settings.extra }),
  });
  const { kind } = request.framing;
  return {
    method: request.method,
    head,
    body: kind === 'length' || kind === 'chunked' ? kind : 'none',
    idempotent: IDEMPOTENT.has(request.method),
  };
}
