import type { Upstream } from '../model/routes.ts';
import type { Pool } from './call.ts';
import { Http2Pool } from './http2-pool.ts';
import { UpstreamPool } from './pool.ts';

/** The kind of pool an upstream asks for. `now` in milliseconds. */
export function openPool(upstream: Upstream, now: () => number): Pool {
  return upstream.http2 ? new Http2Pool(upstream) : new UpstreamPool(upstream, now);
}
