import { Comparer } from '../compare/comparer.ts';
import { redactedTarget } from '../compare/redact.ts';
import type { Route } from '../model/routes.ts';
import type { RouteRecord } from '../observe/record.ts';
import { SAFE_METHODS } from '../routes/safe-methods.ts';
import type { Pool } from '../upstream/call.ts';
import { openPool } from '../upstream/open-pool.ts';
import { ask } from './ask.ts';
import type { MirrorJob } from './job.ts';

export interface MirrorOwner {
  record(route: Route): RouteRecord;
  /** Called after every comparison. */
  compared(route: Route, different: boolean): void;
  now(): number;
}

/** The first reads of a route all ask twice: without noise learnt, every difference looks real. */
const EAGER_NOISE = 5;

/**
 * Sends copies to the service after the client has its answer, a few at a time from a bounded
 * queue, over connections of their own, so that a slow or dead service costs the client nothing.
 */
export class Mirror {
  readonly #owner: MirrorOwner;
  readonly #queues = new Map<string, MirrorJob[]>();
  readonly #running = new Map<string, number>();
  readonly #pools = new Map<string, Pool>();
  readonly #idle: (() => void)[] = [];
  readonly #comparer = new Comparer();
  #closed = false;

  constructor(owner: MirrorOwner) {
    this.#owner = owner;
  }

  offer(job: MirrorJob): void {
    const { id, shadow } = job.route;
    const queue = this.#queues.get(id) ?? [];
    this.#queues.set(id, queue);
    const complete = job.monolith.body !== undefined && job.requestBody !== undefined;
    if (this.#closed || !complete || queue.length >= shadow.queue) {
      this.#owner.record(job.route).ledger.skipped();
      return;
    }
    queue.push(job);
    setImmediate(() => this.#next(id));
  }

  /** Resolves once nothing is queued or running. */
  settle(): Promise<void> {
    if (this.#quiet()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  prune(): void {
    for (const pool of this.#pools.values()) pool.prune();
  }

  close(): void {
    this.#closed = true;
    this.#queues.clear();
    this.#comparer.close();
    for (const pool of this.#pools.values()) pool.close();
    this.#wake();
  }

  #next(id: string): void {
    const queue = this.#queues.get(id);
    const running = this.#running.get(id) ?? 0;
    const job = queue?.[0];
    if (queue === undefined || job === undefined) return;
    if (running >= job.route.shadow.concurrency) return;
    queue.shift();
    this.#running.set(id, running + 1);
    const failed = (): void => this.#owner.record(job.route).ledger.skipped();
    void this.#run(job)
      .catch(failed)
      .finally(() => {
        this.#running.set(id, (this.#running.get(id) ?? 1) - 1);
        setImmediate(() => {
          this.#next(id);
          this.#wake();
        });
      });
  }

  async #run(job: MirrorJob): Promise<void> {
    const { route, head } = job;
    const record = this.#owner.record(route);
    const safe = SAFE_METHODS.has(head.method);
    if (safe && (record.ledger.asked < EAGER_NOISE || record.noiseSampler.take())) {
      const again = await ask(this.#pool(job, 'monolith'), job);
      if (typeof again !== 'string') {
        record.ledger.learnNoise(await this.#comparer.compare(job.monolith, again, route.compare));
      }
    }
    const target = safe ? route.service : route.shadow.sandbox;
    if (target === undefined) return;
    const answer = await ask(this.#pool(job, target), job);
    if (typeof answer === 'string') {
      record.ledger.failed();
      return;
    }
    if (answer.body === undefined) {
      record.ledger.skipped();
      return;
    }
    const differences = await this.#comparer.compare(job.monolith, answer, route.compare);
    const request = redactedTarget(head.method, head.target);
    this.#owner.compared(route, record.ledger.compared(request, differences));
  }

  #pool(job: MirrorJob, name: string): Pool {
    const upstream = job.generation.table.upstreams[name];
    if (upstream === undefined) throw new TypeError(`no upstream ${name}`);
    const key = `${name} ${upstream.url}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = openPool(upstream, () => this.#owner.now());
      this.#pools.set(key, pool);
    }
    return pool;
  }

  #quiet(): boolean {
    const queued = [...this.#queues.values()].some((queue) => queue.length > 0);
    return !queued && [...this.#running.values()].every((count) => count === 0);
  }

  #wake(): void {
    if (!this.#quiet()) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
