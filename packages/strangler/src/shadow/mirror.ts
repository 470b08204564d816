import { isDeepStrictEqual } from 'node:util';
import { Comparer } from '../compare/comparer.ts';
import type { KeptAnswer } from '../compare/kept-answer.ts';
import { redactedTarget } from '../compare/redact.ts';
import { fieldValue } from '../http/fields.ts';
import type { CompareRules, Route } from '../model/routes.ts';
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

/** The first reads of each kind all ask twice: without noise learnt, every difference looks real. */
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
    const why =
      unfit(job) ??
      (this.#closed ? 'the proxy is closing' : undefined) ??
      (queue.length >= shadow.queue ? 'no place in the queue' : undefined);
    if (why !== undefined) {
      this.#owner.record(job.route).ledger.skipped(why);
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
    const failed = (): void => {
      this.#owner.record(job.route).ledger.skipped('it could not be compared');
    };
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
    const { ledger, noiseSampler } = this.#owner.record(route);
    const asked = { method: head.method, target: redactedTarget(head.target) };
    const safe = SAFE_METHODS.has(head.method);
    const target = safe ? route.service : route.shadow.sandbox;
    if (target === undefined) return;
    const twice = safe && (ledger.asked(asked) < EAGER_NOISE || noiseSampler.take());
    const pool = this.#pool(job, target);
    if (!pool.breaker.admits(this.#owner.now())) {
      ledger.skipped('the service has just failed too often in a row');
      return;
    }
    // At the same time, so that what changes with time has as long to change for both.
    const [again, answer] = await Promise.all([
      twice ? ask(this.#pool(job, 'monolith'), job) : 'not asked',
      ask(pool, job),
    ]);
    if (typeof again !== 'string' && again.body !== undefined) {
      ledger.learnNoise(asked, await this.#comparer.compare(job.monolith, again, route.compare));
    }
    if (typeof answer === 'string') {
      pool.breaker.failed(this.#owner.now());
      ledger.failed(answer);
      return;
    }
    pool.breaker.succeeded();
    const why = unfitAnswer(job.monolith, answer);
    if (why !== undefined) {
      ledger.skipped(why);
      return;
    }
    const rules = withLearned(route.compare, ledger.unordered(asked));
    const differences = await this.#comparer.compare(job.monolith, answer, rules);
    this.#owner.compared(route, ledger.compared(asked, differences));
  }

  #pool(job: MirrorJob, name: string): Pool {
    const upstream = job.generation.table.upstreams[name];
    if (upstream === undefined) throw new TypeError(`no upstream ${name}`);
    const key = `${name} ${upstream.url}`;
    let pool = this.#pools.get(key);
    // After a reload it may be spoken to in another way, or with another certificate.
    if (pool !== undefined && !isDeepStrictEqual(pool.upstream, upstream)) {
      pool.close();
      pool = undefined;
    }
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

/** Why a request is not worth a copy. */
function unfit({ monolith, requestBody }: MirrorJob): string | undefined {
  if (requestBody === undefined) return 'a request body over maxBodyBytes';
  if (monolith.body === undefined) return "the monolith's answer over maxBodyBytes";
  const type = fieldValue(monolith.fields, 'content-type') ?? '';
  // A stream of events shows what happens while it is open, and the copy would open it later.
  return /^text\/event-stream\b/i.test(type) ? 'an event stream' : undefined;
}

function unfitAnswer(monolith: KeptAnswer, service: KeptAnswer): string | undefined {
  if (service.body === undefined) return "the service's answer over maxBodyBytes";
  const unchanged = [monolith, service].filter(({ status }) => status === 304).length;
  // "Not modified" answers the entity tag of whoever gave it; the other side has never seen it.
  return unchanged === 1 ? 'only one side answered 304' : undefined;
}

function withLearned(rules: CompareRules, unordered: readonly string[]): CompareRules {
  if (unordered.length === 0 || rules.unordered === true) return rules;
  const written = rules.unordered === false ? [] : rules.unordered;
  return { ...rules, unordered: [...written, ...unordered] };
}
