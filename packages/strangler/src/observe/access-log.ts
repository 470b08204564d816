import { createWriteStream, fstatSync, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { AccessLogSettings } from '../model/duties.ts';
import type { FinishedRequest } from '../model/finished-request.ts';

/** Lines that the disk has not taken; beyond that they are dropped. */
const MAX_WAITING_BYTES = 1_048_576;
/** How often is looked whether the file was moved away, as log rotation does. */
const LOOK_MS = 1000;

/** One JSON object a line for each request; never waits for the disk. */
export class AccessLog {
  dropped = 0;
  readonly #settings: AccessLogSettings;
  readonly #failed: (why: string) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  #stream: NodeJS.WritableStream | WriteStream;
  #inode: number | undefined;
  #told = false;

  /** `failed` hears the first time that lines are lost. */
  constructor(settings: AccessLogSettings, failed: (why: string) => void) {
    this.#settings = settings;
    this.#failed = failed;
    this.#stream = settings.file === '-' ? process.stdout : this.#open();
    if (settings.file === '-') return;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  take(finished: FinishedRequest): void {
    const stream = this.#stream as WriteStream;
    if (!stream.writable || stream.writableLength > MAX_WAITING_BYTES) {
      this.dropped++;
      this.#tell('the disk does not keep up');
      return;
    }
    stream.write(`${accessLine(finished)}\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#settings.file !== '-') this.#stream.end();
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.#settings.file, { flags: 'a', mode: 0o640 });
    stream.on('error', (error) => this.#tell(error.message));
    stream.on('open', (fd) => {
      this.#inode = fstatSync(fd).ino;
    });
    return stream;
  }

  /** A file that was moved or removed is begun anew; one that could not be written is tried again. */
  async #look(): Promise<void> {
    const there = await stat(this.#settings.file).catch(() => undefined);
    if (this.#stream.writable && there?.ino === this.#inode) return;
    this.#stream.end();
    this.#stream = this.#open();
  }

  #tell(why: string): void {
    if (this.#told) return;
    this.#told = true;
    this.#failed(why);
  }
}

/** Names after those of the traces where there are such. */
export function accessLine(finished: FinishedRequest): string {
  const { at, ms, trace, calls, ...rest } = finished;
  const last = calls.at(-1);
  return JSON.stringify({
    time: new Date(at).toISOString(),
    ...rest,
    ms: rounded(ms),
    // Also where the trace was not sampled here: the upstream may have, and logs it in any case.
    trace_id: trace?.traceId ?? last?.traceId,
    span_id: trace?.spanId,
    upstream: last?.upstream,
    target: last?.target,
    upstream_ms: last?.headMs === undefined ? undefined : rounded(last.headMs),
    upstream_error: last?.error,
    fallback: calls.length > 1 ? true : undefined,
    broken: finished.broken ? true : undefined,
  });
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
