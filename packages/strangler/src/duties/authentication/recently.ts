interface Kept<Value> {
  readonly value: Value;
  /** Time from which on it does not count. */
  readonly until: number;
}

/** What was found out lately, for a time and in bounded number; the oldest goes first. */
export class Recently<Value> {
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#kept.size;
  }

  get(key: string, now: number): Value | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    if (now < found.until) return found.value;
    this.#kept.delete(key);
    return undefined;
  }

  set(key: string, value: Value, until: number): void {
    this.#kept.delete(key);
    if (this.#limit === 0) return;
    if (this.#kept.size >= this.#limit) {
      this.#kept.delete(this.#kept.keys().next().value as string);
    }
    this.#kept.set(key, { value, until });
  }

  clear(): void {
    this.#kept.clear();
  }
}
