import { Worker } from 'node:worker_threads';
import type { RawExchange } from './raw-exchange.ts';
import type { RecordingAnswer, RecordingRules, RecordingTask } from './recording-thread.ts';

export interface RecorderOptions {
  /** Where the recordings go; made when the first line is written. */
  readonly dir: string;
  /** Told once about every new kind of failure, such as a full disk. */
  readonly onProblem?: ((text: string) => void) | undefined;
}

export interface RecorderCounts {
  readonly written: number;
  /** Not taken since too many were waiting. */
  readonly dropped: number;
  /** Taken and not written: the disk was full, or the folder is none. */
  readonly lost: number;
}

/** Takes exchanges and writes them as lines (`recording.schema.json`), redacted, within limits. */
export interface Recorder {
  /** Never waits and never throws. */
  take(exchange: RawExchange, rules: RecordingRules): void;
  counts(): RecorderCounts;
  /** Writes what was taken, for two seconds at most. */
  close(): Promise<void>;
}

/** More are not kept in memory: a recording is a sample anyway. */
const MOST_WAITING = 64;
const CLOSE_MS = 2000;

/**
 * Redacts and writes on a thread of its own, so that the thread which serves requests only copies bytes
 * over. When the other does not keep up, exchanges are dropped and counted.
 */
export function createRecorder({ dir, onProblem = () => undefined }: RecorderOptions): Recorder {
  const counts = { written: 0, dropped: 0, lost: 0 };
  const told = new Set<string>();
  let waiting = 0;
  let thread: Worker | undefined;
  let closing = false;

  const tell = (text: string): void => {
    if (told.has(text) || text === 'resting') return;
    told.add(text);
    onProblem(text);
  };
  const answered = ({ failure }: RecordingAnswer): void => {
    waiting--;
    if (failure === undefined) counts.written++;
    else {
      counts.lost++;
      tell(failure);
    }
  };
  const started = (): Worker => {
    if (thread !== undefined) return thread;
    const worker = new Worker(threadFile(), { workerData: { dir } });
    worker.unref();
    worker.on('message', answered);
    worker.on('error', (error) => tell(`the recording thread failed: ${error.message}`));
    worker.on('exit', () => {
      if (thread !== worker) return;
      thread = undefined;
      counts.lost += waiting;
      waiting = 0;
    });
    thread = worker;
    return worker;
  };

  return {
    take(exchange, rules) {
      if (closing || waiting >= MOST_WAITING) {
        counts.dropped++;
        return;
      }
      try {
        started().postMessage({ exchange, rules } satisfies RecordingTask);
        waiting++;
      } catch (error) {
        counts.dropped++;
        tell(String(error));
      }
    },
    counts: () => ({ ...counts }),
    close() {
      closing = true;
      const worker = thread;
      if (worker === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
        worker.once('exit', () => {
          clearTimeout(late);
          resolve();
        });
        worker.ref();
        worker.postMessage('end');
      });
    },
  };
}

/** In development this file is TypeScript, and so is the one beside it. */
function threadFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('./recording-thread.ts', import.meta.url)
    : new URL('./recording-thread.js', import.meta.url);
}
