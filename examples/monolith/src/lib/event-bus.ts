import type { ShopEvents } from './events.ts';
import { log } from './logger.ts';

type Handler<N extends keyof ShopEvents> = (event: ShopEvents[N]) => Promise<void> | void;

/**
 * In-process publish and subscribe. Handlers run after `emit` has returned and one that fails does
 * not disturb the others: it is logged, and its work is lost with the process.
 */
export class EventBus {
  readonly #handlers = new Map<keyof ShopEvents, Handler<never>[]>();
  readonly #running = new Set<Promise<void>>();

  on<N extends keyof ShopEvents>(name: N, handler: Handler<N>): void {
    const handlers = this.#handlers.get(name) ?? [];
    this.#handlers.set(name, [...handlers, handler as Handler<never>]);
  }

  emit<N extends keyof ShopEvents>(name: N, event: ShopEvents[N]): void {
    for (const handler of this.#handlers.get(name) ?? []) {
      const run = this.#run(name, handler as Handler<N>, event);
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    }
  }

  /** Resolves when all handlers of the events so far, and of those they emit, are done. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #run<N extends keyof ShopEvents>(
    name: N,
    handler: Handler<N>,
    event: ShopEvents[N],
  ): Promise<void> {
    await Promise.resolve();
    try {
      await handler(event);
    } catch (error) {
      log.error('event handler failed', { event: name, handler: handler.name, error });
    }
  }
}
