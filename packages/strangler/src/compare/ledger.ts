import type { DifferenceCause, DiffReport, NoisePath, Parity } from '../model/status.ts';
import type { Difference } from './json.ts';
import { redacted } from './redact.ts';
import { wilson } from './wilson.ts';

const MAX_CAUSES = 500;
const MAX_EXAMPLES = 3;
/** A place is noise when the monolith surely disagrees with itself there more often than this. */
const NOISE_RATE = 0.02;

interface Cause {
  readonly path: string;
  readonly kind: Difference['kind'];
  count: number;
  examples: DifferenceCause['examples'][number][];
}

/** What comparing one route has taught: causes, noise, and how equal the two are. */
export class DifferenceLedger {
  readonly #causes = new Map<string, Cause>();
  readonly #varied = new Map<string, { path: string; kind: Difference['kind']; count: number }>();
  #asked = 0;
  #compared = 0;
  #equal = 0;
  #failed = 0;
  #skipped = 0;

  /** The monolith's two answers to the same question. */
  learnNoise(differences: readonly Difference[]): void {
    this.#asked++;
    for (const { path, kind } of unique(differences)) {
      const key = `${kind} ${path}`;
      const seen = this.#varied.get(key);
      if (seen !== undefined) seen.count++;
      else if (this.#varied.size < MAX_CAUSES) this.#varied.set(key, { path, kind, count: 1 });
    }
  }

  /** True when the answers differ in anything but noise. */
  compared(request: string, differences: readonly Difference[]): boolean {
    this.#compared++;
    const real = unique(differences).filter((difference) => !this.#isNoise(difference));
    if (real.length === 0) this.#equal++;
    for (const difference of real) this.#keep(request, difference);
    return real.length > 0;
  }

  failed(): void {
    this.#failed++;
  }

  skipped(): void {
    this.#skipped++;
  }

  get asked(): number {
    return this.#asked;
  }

  parity(): Parity {
    const { lower, upper } = wilson(this.#equal, this.#compared);
    return {
      compared: this.#compared,
      equal: this.#equal,
      different: this.#compared - this.#equal,
      failed: this.#failed,
      skipped: this.#skipped,
      lower,
      upper,
    };
  }

  report(route: string): DiffReport {
    const causes = [...this.#causes.values()]
      .filter((cause) => !this.#isNoise(cause))
      .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1))
      .map((cause) => ({ ...cause, share: cause.count / Math.max(1, this.#compared) }));
    const noise: NoisePath[] = [...this.#varied.values()]
      .filter((varied) => this.#isNoise(varied))
      .map(({ path, kind, count }) => ({ path, kind, varied: count, asked: this.#asked }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    return { route, parity: this.parity(), causes, noise };
  }

  #isNoise(place: { readonly path: string; readonly kind: string }): boolean {
    const varied = this.#varied.get(`${place.kind} ${place.path}`);
    return varied !== undefined && wilson(varied.count, this.#asked).lower > NOISE_RATE;
  }

  #keep(request: string, difference: Difference): void {
    const { path, kind } = difference;
    const key = `${kind} ${path}`;
    let cause = this.#causes.get(key);
    if (cause === undefined) {
      if (this.#causes.size >= MAX_CAUSES) return;
      cause = { path, kind, count: 0, examples: [] };
      this.#causes.set(key, cause);
    }
    cause.count++;
    if (cause.examples.length >= MAX_EXAMPLES) return;
    const monolith = redacted(path, difference.monolith);
    cause.examples.push({ request, monolith, service: redacted(path, difference.service) });
  }
}

/** Ten elements of one array that differ alike are one difference. */
function unique(differences: readonly Difference[]): Difference[] {
  const seen = new Map<string, Difference>();
  for (const difference of differences) {
    const key = `${difference.kind} ${difference.path}`;
    if (!seen.has(key)) seen.set(key, difference);
  }
  return [...seen.values()];
}
