import { newSpanId, newTraceId, readTrace } from '../http/trace.ts';
import type { FinishedRequest, SpanContext } from '../model/finished-request.ts';
import type { Route, RouteTable } from '../model/routes.ts';
import type { AccessLog } from './access-log.ts';
import { Sampler } from './record.ts';
import type { TraceExport } from './trace-export.ts';

interface Shares {
  readonly traces: Sampler | undefined;
  readonly accessLog: Sampler | undefined;
}

/** Who wants to know of a request. */
export interface Wanted {
  readonly trace: SpanContext | undefined;
  readonly logged: boolean;
}

/** Who is told of the requests of a table, and of which. */
export class Observers {
  readonly #shares = new Map<Route, Shares>();
  readonly #traces: TraceExport | undefined;
  readonly #log: AccessLog | undefined;
  readonly #trusted: boolean;

  constructor(table: RouteTable, traces: TraceExport | undefined, log: AccessLog | undefined) {
    this.#traces = traces;
    this.#log = log;
    this.#trusted = table.trustForwarded;
    for (const route of table.routes) {
      if (route.observe === undefined) continue;
      const share = (on: boolean, value: number): Sampler | undefined =>
        on && value > 0 ? new Sampler(value) : undefined;
      const shares = {
        traces: share(traces !== undefined, route.observe.traces),
        accessLog: share(log !== undefined, route.observe.accessLog),
      };
      if (shares.traces !== undefined || shares.accessLog !== undefined) {
        this.#shares.set(route, shares);
      }
    }
  }

  /** Sampling happens here. `watched`: somebody wants to know of every request. */
  wants(route: Route, traceparent: string | undefined, watched: boolean): Wanted | undefined {
    const shares = this.#shares.get(route);
    if (shares === undefined) return watched ? { trace: undefined, logged: false } : undefined;
    const trace = this.#trace(shares, traceparent);
    const logged = shares.accessLog?.take() === true;
    return trace !== undefined || logged || watched ? { trace, logged } : undefined;
  }

  take(finished: FinishedRequest, logged: boolean): void {
    if (finished.trace !== undefined) this.#traces?.take(finished);
    if (logged) this.#log?.take(finished);
  }

  /**
   * A caller that is trusted decides for its trace; any other could have everything sampled. Its
   * trace is continued all the same.
   */
  #trace({ traces }: Shares, traceparent: string | undefined): SpanContext | undefined {
    if (traces === undefined) return undefined;
    const parent = readTrace(traceparent);
    const sampled = parent !== undefined && this.#trusted ? parent.sampled : traces.take();
    if (!sampled) return undefined;
    return {
      traceId: parent?.traceId ?? newTraceId(),
      spanId: newSpanId(),
      parentId: parent?.spanId,
    };
  }
}
