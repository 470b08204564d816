/**
 * Memory that small writes are put together in. What the kernel took at once is free again; what
 * still waits keeps its place, and the next write goes behind it.
 */
export class Slab {
  readonly #size: number;
  #memory: Buffer;
  #used = 0;

  /** `size` in bytes; no single write may be larger. */
  constructor(size: number) {
    this.#size = size;
    this.#memory = Buffer.allocUnsafeSlow(size);
  }

  /** Room for `size` bytes, not yet reserved. */
  take(size: number): Buffer {
    if (this.#used + size > this.#size) {
      this.#memory = Buffer.allocUnsafeSlow(this.#size);
      this.#used = 0;
    }
    return this.#memory.subarray(this.#used, this.#used + size);
  }

  /** The bytes last taken are not to be overwritten. */
  keep(size: number): void {
    this.#used += size;
  }
}
