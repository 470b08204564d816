import type { Fields } from '../http/fields.ts';
import type { Call } from '../upstream/call.ts';

/**
 * Takes the client's body while nobody else does: until it is decided where it goes, or, once
 * `gather` is called, until all of it is here.
 */
export class HeldBody implements Call {
  #pieces: Buffer[] = [];
  #size = 0;
  #trailers: Fields | undefined;
  #cap = Infinity;
  #whole: ((body: Buffer | undefined) => void) | undefined;
  #over = false;

  /** Nothing is lent for longer than a call: pieces are copied. */
  readonly holdsBody = false;

  write(chunk: Buffer): void {
    if (this.#over) return;
    this.#size += chunk.length;
    this.#pieces.push(Buffer.from(chunk));
    this.#measure();
  }

  /** While nobody wants the whole body, one packet is enough. */
  flush(): boolean {
    return this.#whole !== undefined;
  }

  end(trailers: Fields): void {
    this.#trailers = trailers;
    this.#hand();
  }

  pause(): void {
    // There is no answer yet that could be too fast.
  }

  resume(): void {
    // Likewise.
  }

  abort(): void {
    this.#over = true;
    this.#pieces = [];
    this.#whole = undefined;
  }

  /** Tells the whole body once, or undefined when it is larger than `cap`. */
  gather(cap: number, whole: (body: Buffer | undefined) => void): void {
    this.#cap = cap;
    this.#whole = whole;
    this.#measure();
    this.#hand();
  }

  /** Hands on what has come so far; `clean` knows by now what may stand behind it. */
  replay(call: Call, clean: (trailers: Fields) => Fields): void {
    for (const piece of this.#pieces) call.write(piece);
    this.#pieces = [];
    if (this.#trailers !== undefined) call.end(clean(this.#trailers));
    else call.flush();
  }

  #measure(): void {
    if (this.#over || this.#size <= this.#cap) return;
    const whole = this.#whole;
    this.abort();
    whole?.(undefined);
  }

  #hand(): void {
    const whole = this.#whole;
    if (this.#over || this.#trailers === undefined || whole === undefined) return;
    this.#whole = undefined;
    whole(Buffer.concat(this.#pieces));
  }
}
