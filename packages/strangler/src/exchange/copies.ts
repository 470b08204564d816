import type { Target } from '../decide/choose.ts';
import type { RunningVisit } from '../duties/visit.ts';
import type { Peer } from '../http/forwarding.ts';
import type { RequestHead } from '../http/request.ts';
import type { ResponseHead } from '../http/response.ts';
import type { Route } from '../model/routes.ts';
import type { ProxyCore } from './core.ts';
import type { Generation } from './generation.ts';
import { finishedExchange, Recording } from './recording.ts';

/** What a finished exchange is to whoever wants a copy of it. */
interface Finished {
  readonly generation: Generation;
  readonly route: Route;
  readonly target: Target;
  readonly request: RequestHead;
  readonly peer: Peer;
  readonly requestId: string;
  readonly visit: RunningVisit | undefined;
}

/** Keeps what happens for the mirror and the recorder, and hands it over at the end. */
export class Copies {
  readonly #recording: Recording;
  readonly #mirrored: boolean;

  private constructor(recording: Recording, mirrored: boolean) {
    this.#recording = recording;
    this.#mirrored = mirrored;
  }

  /** Undefined when nobody wants a copy; sampling happens here. */
  static wanted(
    core: ProxyCore,
    route: Route,
    target: Target,
    exchange: { readonly request: RequestHead; header(name: string): string | undefined },
  ): Copies | undefined {
    // A copy of what the service answers would compare it with itself.
    const mirrored =
      target === 'monolith' &&
      Recording.possible(route, exchange) &&
      core.wantsMirror(route, core.state(route));
    const recorded = exchange.request.upgrade === undefined && core.wantsRecord(route);
    if (!mirrored && !recorded) return undefined;
    return new Copies(
      new Recording(mirrored ? route.shadow.maxBodyBytes : 0, recorded ? route.record : undefined),
      mirrored,
    );
  }

  /** For a request without body that the monolith is asked after the service: nothing to mirror. */
  again(): Copies | undefined {
    const recording = this.#recording.again();
    return recording === undefined ? undefined : new Copies(recording, false);
  }

  requestData(chunk: Buffer): void {
    this.#recording.requestData(chunk);
  }

  answer(head: ResponseHead): void {
    this.#recording.answer(head);
  }

  answerData(chunk: Buffer): void {
    this.#recording.answerData(chunk);
  }

  hand(core: ProxyCore, finished: Finished): void {
    const kept = this.#recording.done();
    if (kept === undefined) return;
    const { generation, route, target, request, peer, requestId, visit } = finished;
    if (this.#mirrored) {
      core.mirror({ generation, route, head: request, peer, requestId, visit, ...kept });
    }
    const { record } = this.#recording;
    if (record === undefined) return;
    const upstream = target === 'service' ? (route.service ?? 'monolith') : 'monolith';
    core.recordExchange(finishedExchange(route, upstream, request, kept, record), record);
  }
}
