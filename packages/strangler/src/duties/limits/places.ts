/** A place that a running request wants: its key, and how many there are. */
export interface Wanted {
  readonly key: string;
  readonly limit: number;
}

/** Got all places, to be given back once; or the number of the first that was not free. */
export type Entered = { leave(): void } | { readonly full: number };

/** Places for requests that run at the same time. A request gets all that it wants, or none. */
export interface Places {
  enter(wanted: readonly Wanted[]): Entered | Promise<Entered>;
  close(): void;
}

/** Requests that run at the same time, by key, in this process. */
export class LocalPlaces implements Places {
  readonly #counts = new Map<string, number>();

  enter(wanted: readonly Wanted[]): Entered {
    const full = wanted.findIndex(({ key, limit }) => (this.#counts.get(key) ?? 0) >= limit);
    if (full !== -1) return { full };
    for (const { key } of wanted) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    return { leave: () => this.#leave(wanted) };
  }

  get size(): number {
    return this.#counts.size;
  }

  close(): void {}

  #leave(wanted: readonly Wanted[]): void {
    for (const { key } of wanted) {
      const count = this.#counts.get(key) ?? 0;
      if (count <= 1) this.#counts.delete(key);
      else this.#counts.set(key, count - 1);
    }
  }
}
