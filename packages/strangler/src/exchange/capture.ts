/** Copies of the pieces of a body, up to a cap; past it nothing is kept at all. */
export class Capture {
  readonly #cap: number;
  #pieces: Buffer[] = [];
  #size = 0;
  #over = false;

  constructor(cap: number) {
    this.#cap = cap;
  }

  add(piece: Buffer): void {
    if (this.#over) return;
    this.#size += piece.length;
    if (this.#size > this.#cap) {
      this.#over = true;
      this.#pieces = [];
    } else this.#pieces.push(Buffer.from(piece));
  }

  /** Undefined when the body was larger than the cap. */
  body(): Buffer | undefined {
    if (this.#over) return undefined;
    const [only] = this.#pieces;
    return this.#pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.#pieces);
  }
}
