import type { Count, DifferenceCause, DiffReport, NoisePath, Parity } from '../model/status.ts';
import { endpointOf } from '../routes/endpoint.ts';
import { EndpointLedger } from './endpoints.ts';
import { type Difference, keyOfPlace } from './json.ts';
import { parityOf } from './parity.ts';
import { suggestionFor } from './suggest.ts';
import { wilson } from './wilson.ts';

const MAX_PLACES = 500;
const MAX_EXAMPLES = 3;
const MAX_ENDPOINTS = 100;
const SHOWN_ENDPOINTS = 5;

/** A request, as far as it may be kept. */
export interface Asked {
  readonly method: string;
  /** Path and query, without secrets. */
  readonly target: string;
}

interface Place extends Pick<Difference, 'path' | 'kind' | 'change'> {
  readonly examples: DifferenceCause['examples'][number][];
}

/** What comparing one route has taught: causes, noise, and how equal the two are. */
export class DifferenceLedger {
  readonly #pattern: string;
  readonly #endpoints = new Map<string, EndpointLedger>();
  readonly #places = new Map<string, Place>();
  readonly #failed = new Map<string, number>();
  readonly #skipped = new Map<string, number>();
  readonly #since: string;

  /** `pattern` is the route's path pattern; `since` an ISO 8601 time, where somebody cares. */
  constructor(pattern = '/**', since = '') {
    this.#pattern = pattern;
    this.#since = since;
  }

  /** The monolith's two answers to the same question. */
  learnNoise(asked: Asked, differences: readonly Difference[]): void {
    this.#endpoint(asked).learnNoise(differences);
  }

  /** True when the answers differ in anything but noise. */
  compared(asked: Asked, differences: readonly Difference[]): boolean {
    const real = this.#endpoint(asked).add(differences);
    for (const difference of differences) this.#keep(asked, difference);
    return real;
  }

  /** The service gave no answer that could be compared. */
  failed(why: string): void {
    this.#failed.set(why, (this.#failed.get(why) ?? 0) + 1);
  }

  /** Not the service's doing: no place in the queue, a body over its cap. */
  skipped(why: string): void {
    this.#skipped.set(why, (this.#skipped.get(why) ?? 0) + 1);
  }

  /** How often the monolith was asked twice for requests of this kind. */
  asked(asked: Asked): number {
    return this.#endpoint(asked).asked;
  }

  /** Paths of arrays that the monolith itself gives in ever other order. */
  unordered(asked: Asked): readonly string[] {
    const endpoint = this.#endpoint(asked);
    return [...endpoint.varied]
      .filter(([key, { kind }]) => kind === 'order' && endpoint.isNoise(key))
      .map(([, { path }]) => path);
  }

  parity(): Parity {
    const compared = this.#sum((endpoint) => endpoint.compared);
    const different = this.#sum((endpoint) => endpoint.different());
    const failed = total(this.#failed);
    return parityOf({ compared, different, failed, skipped: total(this.#skipped) });
  }

  report(route: string): DiffReport {
    const parity = this.parity();
    const causes = [...this.#places]
      .map(([key, place]) => this.#cause(key, place, parity.compared))
      .filter((cause) => cause.count > 0)
      .sort((a, b) => b.count - a.count || compareText(keyOfPlace(a), keyOfPlace(b)));
    return {
      route,
      ...(this.#since === '' ? {} : { since: this.#since }),
      parity,
      causes: grouped(causes, (cause) => this.#company(keyOfPlace(cause))),
      noise: this.#noise(),
      failures: counts(this.#failed),
      skips: counts(this.#skipped),
    };
  }

  #cause(key: string, place: Place, compared: number): Omit<DifferenceCause, 'group'> {
    const where = [...this.#endpoints]
      .filter(([, endpoint]) => !endpoint.isNoise(key) && endpoint.differing(key) > 0)
      .map(([endpoint, ledger]) => ({
        endpoint,
        count: ledger.differing(key),
        of: ledger.compared,
      }))
      .sort((a, b) => b.count - a.count || compareText(a.endpoint, b.endpoint));
    const count = where.reduce((sum, endpoint) => sum + endpoint.count, 0);
    const { lower, upper } = wilson(count, compared);
    const suggestion = suggestionFor(place);
    return {
      path: place.path,
      kind: place.kind,
      ...(place.change === undefined ? {} : { change: place.change }),
      count,
      share: count / Math.max(1, compared),
      lower,
      upper,
      endpoints: where.slice(0, SHOWN_ENDPOINTS),
      ...(suggestion === undefined ? {} : { suggestion }),
      examples: place.examples,
    };
  }

  /** The answers that a place is part of; places with the same answers have the same cause. */
  #company(key: string): string {
    const texts: string[] = [];
    for (const [name, endpoint] of this.#endpoints) {
      if (endpoint.isNoise(key)) continue;
      for (const [text, { places }] of endpoint.signatures) {
        if (places.includes(key)) texts.push(`${name}\n${text}`);
      }
    }
    return texts.sort().join('\n\n');
  }

  #noise(): NoisePath[] {
    const found = new Map<string, NoisePath>();
    for (const endpoint of this.#endpoints.values()) {
      for (const [key, { path, kind, count }] of endpoint.varied) {
        if (!endpoint.isNoise(key)) continue;
        const before = found.get(`${kind} ${path}`);
        found.set(`${kind} ${path}`, {
          path,
          kind,
          varied: count + (before?.varied ?? 0),
          asked: endpoint.asked + (before?.asked ?? 0),
        });
      }
    }
    return [...found.values()].sort((a, b) => compareText(a.path + a.kind, b.path + b.kind));
  }

  #keep(asked: Asked, difference: Difference): void {
    const { path, kind, change, monolith, service } = difference;
    const key = keyOfPlace(difference);
    let place = this.#places.get(key);
    if (place === undefined) {
      if (this.#places.size >= MAX_PLACES) return;
      place = { path, kind, ...(change === undefined ? {} : { change }), examples: [] };
      this.#places.set(key, place);
    }
    if (place.examples.length >= MAX_EXAMPLES) return;
    const request = `${asked.method} ${asked.target}`;
    // Three examples of the same say no more than one.
    const known = place.examples.some((e) => e.monolith === monolith && e.service === service);
    if (!known) place.examples.push({ request, monolith, service });
  }

  #endpoint({ method, target }: Asked): EndpointLedger {
    const named = endpointOf(method, target, this.#pattern);
    const room = this.#endpoints.has(named) || this.#endpoints.size < MAX_ENDPOINTS;
    const name = room ? named : `${method} ${this.#pattern}`;
    let endpoint = this.#endpoints.get(name);
    if (endpoint === undefined) {
      endpoint = new EndpointLedger();
      this.#endpoints.set(name, endpoint);
    }
    return endpoint;
  }

  #sum(of: (endpoint: EndpointLedger) => number): number {
    return [...this.#endpoints.values()].reduce((sum, endpoint) => sum + of(endpoint), 0);
  }
}

/** Numbers causes so that those which always come together have one number, the largest first. */
function grouped(
  causes: readonly Omit<DifferenceCause, 'group'>[],
  company: (cause: Omit<DifferenceCause, 'group'>) => string,
): DifferenceCause[] {
  const groups = new Map<string, number>();
  return causes.map((cause) => {
    const key = company(cause);
    const group = groups.get(key) ?? groups.size + 1;
    groups.set(key, group);
    return { ...cause, group };
  });
}

function total(of: ReadonlyMap<string, number>): number {
  return [...of.values()].reduce((sum, count) => sum + count, 0);
}

function counts(of: ReadonlyMap<string, number>): Count[] {
  return [...of]
    .map(([why, count]) => ({ why, count }))
    .sort((a, b) => b.count - a.count || compareText(a.why, b.why));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
