import type { KeptAnswer } from '../compare/kept-answer.ts';
import type { RunningVisit } from '../duties/visit.ts';
import type { Generation } from '../exchange/generation.ts';
import type { Peer } from '../http/forwarding.ts';
import type { RequestHead } from '../http/request.ts';
import type { Route } from '../model/routes.ts';

/** A request that the monolith has answered and that the service is to answer as well. */
export interface MirrorJob {
  readonly generation: Generation;
  readonly route: Route;
  readonly head: RequestHead;
  readonly peer: Peer;
  readonly requestId: string;
  /** What the duties of the route have to do with it. */
  readonly visit: RunningVisit | undefined;
  readonly requestBody: Buffer | undefined;
  readonly monolith: KeptAnswer;
}
