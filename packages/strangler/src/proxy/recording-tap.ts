import type { ProxyLog } from '../model/log.ts';
import type { FinishedExchange, Recorder, RecordSettings } from '../model/recorder.ts';
import type { Route } from '../model/routes.ts';
import { Sampler } from '../observe/record.ts';

/**
 * Samples the routes that are to be recorded and hands their exchanges over, after the client has its
 * answer. A recorder that throws costs a line in the log and nothing else.
 */
export class RecordingTap {
  readonly #recorder: Recorder | undefined;
  readonly #log: ProxyLog;
  /** A reloaded table brings new routes, and with them new samples. */
  readonly #samplers = new WeakMap<Route, Sampler>();
  #failed = false;

  constructor(recorder: Recorder | undefined, log: ProxyLog) {
    this.#recorder = recorder;
    this.#log = log;
  }

  wants(route: Route): boolean {
    if (route.record === undefined || this.#recorder === undefined) return false;
    let sampler = this.#samplers.get(route);
    if (sampler === undefined) {
      sampler = new Sampler(route.record.sample);
      this.#samplers.set(route, sampler);
    }
    return sampler.take();
  }

  take(exchange: FinishedExchange, settings: RecordSettings): void {
    setImmediate(() => {
      try {
        this.#recorder?.take(exchange, settings);
      } catch (error) {
        if (this.#failed) return;
        this.#failed = true;
        this.#log('error', 'the recorder failed', { error: String(error) });
      }
    });
  }
}
