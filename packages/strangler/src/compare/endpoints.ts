import type { Difference } from './json.ts';
import { keyOfPlace } from './json.ts';
import { wilson } from './wilson.ts';

const MAX_SIGNATURES = 500;
const MAX_VARIED = 500;

interface Signature {
  /** Keys of the places that differ, sorted. */
  readonly places: readonly string[];
  count: number;
}

interface Varied {
  readonly path: string;
  readonly kind: Difference['kind'];
  count: number;
}

/**
 * What is known of one kind of request, such as `GET /orders/*`: how often the service differed
 * from the monolith, and where, and how often the monolith from itself. Answers are kept by which
 * places differed, so that what turns out to be noise later is noise in the earlier ones as well.
 */
export class EndpointLedger {
  readonly signatures: Map<string, Signature> = new Map();
  readonly varied: Map<string, Varied> = new Map();
  readonly #differing = new Map<string, number>();
  compared = 0;
  asked = 0;
  /** Differing answers of kinds past the bound; nothing is known of them but that. */
  #unlisted = 0;

  /** The monolith's two answers to the same question. */
  learnNoise(differences: readonly Difference[]): void {
    this.asked++;
    for (const difference of differences) {
      const key = keyOfPlace(difference);
      const seen = this.varied.get(key);
      const { path, kind } = difference;
      if (seen !== undefined) seen.count++;
      else if (this.varied.size < MAX_VARIED) this.varied.set(key, { path, kind, count: 1 });
    }
  }

  /** True when the answers differ in anything but noise. */
  add(differences: readonly Difference[]): boolean {
    this.compared++;
    if (differences.length === 0) return false;
    const places = differences.map(keyOfPlace).sort();
    for (const place of places) this.#differing.set(place, this.differing(place) + 1);
    const text = places.join('\n');
    const known = this.signatures.get(text);
    if (known !== undefined) known.count++;
    else if (this.signatures.size < MAX_SIGNATURES) this.signatures.set(text, { places, count: 1 });
    else this.#unlisted++;
    return places.some((place) => !this.isNoise(place));
  }

  /** Answers that differed here, noise or not. */
  differing(place: string): number {
    return this.#differing.get(place) ?? 0;
  }

  /** Compared answers that differ in more than noise, as far as is known by now. */
  different(): number {
    let count = this.#unlisted;
    for (const signature of this.signatures.values()) {
      if (signature.places.some((place) => !this.isNoise(place))) count += signature.count;
    }
    return count;
  }

  /**
   * A place is noise while the service may well differ from the monolith there no more often than
   * the monolith from itself: the two 95 % Wilson intervals meet.
   */
  isNoise(place: string): boolean {
    const varied = this.varied.get(place);
    if (varied === undefined) return false;
    const itself = wilson(varied.count, this.asked);
    return wilson(this.differing(place), this.compared).lower <= itself.upper;
  }
}
