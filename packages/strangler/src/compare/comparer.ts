import { Worker } from 'node:worker_threads';
import type { CompareRules } from '../model/routes.ts';
import { compareAnswers } from './answers.ts';
import type { Difference } from './json.ts';
import type { KeptAnswer } from './kept-answer.ts';
import { readyRules } from './rules.ts';

/** Below this, parsing takes less time than the way to another thread and back. */
const INLINE_BYTES = 16_384;

interface Waiting {
  readonly resolve: (differences: Difference[]) => void;
  readonly reject: (error: Error) => void;
}

/** Compares answers; large ones on a thread of their own, so that no request waits for them. */
export class Comparer {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 0;

  async compare(
    monolith: KeptAnswer,
    service: KeptAnswer,
    rules: CompareRules,
  ): Promise<Difference[]> {
    const size = (monolith.body?.length ?? 0) + (service.body?.length ?? 0);
    // Equal bytes need no parsing; only bodies that differ are worth a message.
    const alike = monolith.body !== undefined && service.body?.equals(monolith.body) === true;
    if (alike || size < INLINE_BYTES) return compareAnswers(monolith, service, readyRules(rules));
    const worker = this.#started();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, monolith, service, rules });
    });
  }

  close(): void {
    void this.#worker?.terminate();
    this.#stopped(new Error('the proxy is closing'));
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(workerFile());
    worker.unref();
    worker.on('message', ({ id, differences }: { id: number; differences: Difference[] }) => {
      this.#waiting.get(id)?.resolve(differences);
      this.#waiting.delete(id);
    });
    const ended = (error: Error): void => {
      // An old thread may report its end after a new one has taken over.
      if (this.#worker === worker) this.#stopped(error);
    };
    worker.on('error', ended);
    worker.on('exit', () => ended(new Error('the comparing thread ended')));
    this.#worker = worker;
    return worker;
  }

  #stopped(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** In development this file is TypeScript, and so is the one beside it. */
function workerFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('./worker.ts', import.meta.url)
    : new URL('./worker.js', import.meta.url);
}
