import type { Route } from '../model/routes.ts';
import type { RouteRecord } from '../observe/record.ts';
import type { Control } from './control.ts';

/** A refused step is not asked for again before this, in ms: every refusal goes into the log. */
const PATIENCE_MS = 60_000;

export interface StepUpOwner {
  readonly control: Control;
  record(route: Route): RouteRecord;
  /** Monotonic ms. */
  now(): number;
  /** What could not be done, for the log. */
  failed(route: Route, error: unknown): void;
}

/**
 * Walks routes in canary along their `plan`. A step is due when the sequential tests have cleared
 * errors and latency at the present share; with little traffic they have not, and nothing moves.
 * It then passes the same gates as a step by hand. The first step, out of shadow, is a person's.
 */
export class StepUp {
  readonly #owner: StepUpOwner;
  readonly #notBefore = new Map<string, number>();
  readonly #moving = new Set<string>();

  constructor(owner: StepUpOwner) {
    this.#owner = owner;
  }

  consider(routes: readonly Route[]): void {
    for (const route of routes) {
      const percent = this.#due(route);
      if (percent !== undefined) void this.#step(route, percent);
    }
  }

  #due(route: Route): number | undefined {
    if (route.plan.length === 0 || this.#moving.has(route.id)) return undefined;
    const { state, armed, held } = this.#owner.control.entry(route);
    if (state.state !== 'canary' || !armed || held) return undefined;
    if (this.#owner.now() < (this.#notBefore.get(route.id) ?? 0)) return undefined;
    const next = route.plan.find((percent) => percent > (state.percent ?? 0));
    if (next === undefined) return undefined;
    const { errors, latency } = this.#owner.record(route).budget.status();
    const quick = latency.outcome === 'clear' || latency.outcome === 'off';
    return errors.outcome === 'clear' && quick ? next : undefined;
  }

  async #step(route: Route, percent: number): Promise<void> {
    this.#moving.add(route.id);
    try {
      const why = `plan: the tests are clear, ${percent} % is next`;
      const request = { percent, by: 'ashlar', why };
      const { changed } = await this.#owner.control.promote(route.id, request, { asLeader: true });
      if (!changed) this.#notBefore.set(route.id, this.#owner.now() + PATIENCE_MS);
    } catch (error) {
      this.#notBefore.set(route.id, this.#owner.now() + PATIENCE_MS);
      this.#owner.failed(route, error);
    } finally {
      this.#moving.delete(route.id);
    }
  }
}
