/** Something that runs and knows its place among all that do. */
export interface Placed {
  /** -1: it does not run. */
  place: number;
}

/**
 * What runs at present. Not a Set: one that is added to and deleted from for every request is made
 * anew by V8 all the time, and each of its former tables keeps what was in it from being collected
 * while it is young.
 */
export class Running<Item extends Placed> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: Item): void {
    item.place = this.#items.length;
    this.#items.push(item);
  }

  remove(item: Item): void {
    const { place } = item;
    if (place === -1) return;
    item.place = -1;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    last.place = place;
    this.#items[place] = last;
  }

  /** Every one that runs now; any of them may end meanwhile, and others begin. */
  each(visit: (item: Item) => void): void {
    for (const item of this.#items.slice()) if (item.place !== -1) visit(item);
  }
}
