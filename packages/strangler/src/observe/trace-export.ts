import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceExportSettings } from '../model/duties.ts';
import type { FinishedRequest } from '../model/finished-request.ts';
import { exportRequest, type OtlpSpan, spansOf } from './otlp.ts';

const MAX_QUEUED = 4096;
const BATCH = 512;
const EVERY_MS = 1000;
/** Waits before the second, third and fourth attempt. */
const BACKOFF_MS = [500, 1000, 2000];
/** How long the end of the proxy may wait for the collector. */
const FAREWELL_MS = 2000;
const AGAIN = new Set([429, 502, 503, 504]);

export interface TraceCounts {
  exported: number;
  dropped: number;
}

/**
 * Sends spans to a collector in batches, one at a time, beside the requests. What finds no place in
 * the queue, or no collector after four attempts, is dropped and counted.
 */
export class TraceExport {
  readonly counts: TraceCounts = { exported: 0, dropped: 0 };
  readonly #settings: TraceExportSettings;
  readonly #failed: (why: string) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  #queue: OtlpSpan[] = [];
  #sending: Promise<void> | undefined;
  /** Nothing is tried beyond this time (performance.now) once the proxy ends. */
  #until = Infinity;

  /** `failed` hears once for each row of failures why spans are lost. */
  constructor(settings: TraceExportSettings, failed: (why: string) => void) {
    this.#settings = settings;
    this.#failed = failed;
    this.#timer = setInterval(() => this.#send(), EVERY_MS);
    this.#timer.unref();
  }

  take(finished: FinishedRequest): void {
    const spans = spansOf(finished);
    if (this.#queue.length + spans.length > MAX_QUEUED) {
      this.counts.dropped += spans.length;
      return;
    }
    this.#queue.push(...spans);
    if (this.#queue.length >= BATCH) this.#send();
  }

  /** What is queued is tried once more, for a short while. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#until = performance.now() + FAREWELL_MS;
    this.#stopping.abort();
    while (this.#sending !== undefined || this.#queue.length > 0) {
      this.#send();
      await this.#sending;
    }
  }

  #send(): void {
    if (this.#sending !== undefined || this.#queue.length === 0) return;
    const batch = this.#queue.splice(0, BATCH);
    this.#sending = this.#deliver(batch).finally(() => {
      this.#sending = undefined;
      if (this.#queue.length >= BATCH) this.#send();
    });
  }

  async #deliver(batch: readonly OtlpSpan[]): Promise<void> {
    const body = exportRequest(this.#settings.service, batch);
    let why = '';
    for (const wait of [0, ...BACKOFF_MS]) {
      if (wait > 0) {
        const { signal } = this.#stopping;
        await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
      }
      const outcome = await this.#post(body);
      if (outcome === 'taken') {
        this.counts.exported += batch.length;
        return;
      }
      why = outcome.why;
      if (!outcome.again || this.#stopping.signal.aborted) break;
    }
    this.counts.dropped += batch.length;
    this.#failed(why);
  }

  async #post(body: string): Promise<'taken' | { readonly why: string; readonly again: boolean }> {
    const { endpoint, timeoutMs, headersEnv } = this.#settings;
    const left = Math.min(timeoutMs, this.#until - performance.now());
    if (left <= 0) return { why: 'the proxy ended', again: false };
    try {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { ...headersFrom(headersEnv), 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(Math.ceil(left)),
      });
      await answer.body?.cancel();
      if (answer.ok) return 'taken';
      return { why: `the collector answered ${answer.status}`, again: AGAIN.has(answer.status) };
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error), again: true };
    }
  }
}

/** As the OpenTelemetry specification writes OTEL_EXPORTER_OTLP_HEADERS: `a=b,c=d`, values percent-encoded. */
function headersFrom(variable: string | undefined): Record<string, string> {
  const text = variable === undefined ? '' : (process.env[variable] ?? '');
  return Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.split(/=(.*)/s, 2).map((part) => part.trim()))
      .filter(([name = '', value]) => name !== '' && value !== undefined)
      .map(([name = '', value = '']) => [name, decoded(value)]),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
