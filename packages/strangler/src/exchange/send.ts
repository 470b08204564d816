import type { Target } from '../decide/choose.ts';
import type { ForwardPolicy, Peer } from '../http/forwarding.ts';
import type { RequestHead } from '../http/request.ts';
import type { Route } from '../model/routes.ts';
import type { Call, Pool, ResponseSink } from '../upstream/call.ts';
import type { Account } from './account.ts';
import type { Entrance } from './entrance.ts';
import type { Generation } from './generation.ts';
import { prepareOutgoing, prepareRequest } from './prepare.ts';

/** One side of a route: who answers there, and how it wants its requests. */
export interface Destination {
  readonly target: Target;
  readonly name: string;
  readonly pool: Pool;
  readonly policy: ForwardPolicy;
}

export function destinationOf(generation: Generation, route: Route, target: Target): Destination {
  const name = target === 'service' ? (route.service ?? 'monolith') : 'monolith';
  const pool = generation.pools.get(name);
  const policy = generation.policies.get(name);
  if (pool === undefined || policy === undefined) {
    throw new TypeError(`no pool for upstream ${name}`);
  }
  return { target, name, pool, policy };
}

/** An admitted request, with what is known of it. */
export interface Admitted {
  readonly request: RequestHead;
  readonly peer: Peer;
  readonly requestId: string;
  readonly entrance: Entrance;
  readonly account: Account | undefined;
}

/** Sends a request on its way as its duties have it; the answer comes to `sink`. */
export function send(
  { target, name, pool, policy }: Destination,
  { request, peer, requestId, entrance, account }: Admitted,
  sink: ResponseSink,
): Call {
  const { visit, body } = entrance;
  const parent = account?.parent;
  if (visit === undefined) {
    const plain = prepareRequest(request, peer, policy, requestId, undefined, parent);
    account?.dispatched(name, target, plain.traceparent);
    return pool.dispatch(plain, sink);
  }
  const outgoing = visit.outgoing(target, name, body);
  const changed = prepareOutgoing(outgoing, peer, policy, requestId, undefined, parent);
  account?.dispatched(name, target, changed.traceparent);
  const call = pool.dispatch(changed, visit.receiving(target, sink));
  if (outgoing.body !== undefined) {
    call.write(outgoing.body);
    call.end([]);
  }
  return call;
}
