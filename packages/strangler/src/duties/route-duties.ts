import type { Admission, Duty, Visit } from './duty.ts';

/** The duties of one route, in the order in which they act, sorted by where they act. */
export class RouteDuties {
  readonly sending: readonly Duty[];
  readonly receiving: readonly Duty[];
  readonly forbidding: readonly Duty[];
  readonly #admitting: readonly Duty[];
  readonly #inspecting: readonly Duty[];
  readonly #holding: readonly Duty[];

  constructor(duties: readonly Duty[]) {
    this.#admitting = duties.filter(({ admit }) => admit !== undefined);
    this.#inspecting = duties.filter(({ inspect }) => inspect !== undefined);
    this.sending = duties.filter(({ send }) => send !== undefined);
    this.forbidding = duties.filter(({ forbids }) => forbids !== undefined);
    this.receiving = duties.filter(({ receive }) => receive !== undefined);
    this.#holding = duties.filter(({ wholeBody }) => wholeBody !== undefined);
  }

  /** The first duty that says no ends it. A promise only where somebody has to be waited for. */
  admit(visit: Visit): Admission | Promise<Admission> {
    return this.#admitFrom(0, visit);
  }

  /** Largest body that is held as a whole; undefined: it passes as it comes. */
  wholeBody(visit: Visit): number | undefined {
    let least: number | undefined;
    for (const duty of this.#holding) {
      const cap = duty.wholeBody?.(visit);
      if (cap !== undefined) least = Math.min(cap, least ?? cap);
    }
    return least;
  }

  inspect(visit: Visit, body: Buffer): Admission {
    for (const duty of this.#inspecting) {
      const denial = duty.inspect?.(visit, body);
      if (denial !== undefined) return denial;
    }
    return undefined;
  }

  #admitFrom(start: number, visit: Visit): Admission | Promise<Admission> {
    for (let i = start; i < this.#admitting.length; i++) {
      const answer = this.#admitting[i]?.admit?.(visit);
      if (answer instanceof Promise) {
        return answer.then((denial) => denial ?? this.#admitFrom(i + 1, visit));
      }
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}
