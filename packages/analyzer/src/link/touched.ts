import type { FunctionFact } from '../facts/file-facts.ts';

/**
 * Functions whose callers would have told more: nearly always one, which then stands for itself. Never changed
 * once made: very many values share one.
 */
export type Touched = FunctionFact | ReadonlySet<FunctionFact>;

/** Of what has to be asked again once the callers are known; joined with others it stays what it is. */
export const UNSETTLED: Touched = new Set();

export interface TouchedSets {
  /** Of one that holds the other, the very same. */
  join(a: Touched, b: Touched): Touched;
  /** Without the functions that do not pass; undefined where none is left. */
  only(all: Touched, passes: (fn: FunctionFact) => boolean): Touched | undefined;
}

export function isTouched(all: Touched, fn: FunctionFact): boolean {
  return all === fn || (all instanceof Set && all.has(fn));
}

function holds(a: Touched, b: Touched): boolean {
  if (!(b instanceof Set)) return isTouched(a, b as FunctionFact);
  if (!(a instanceof Set) || b.size > a.size) return false;
  for (const fn of b) if (!a.has(fn)) return false;
  return true;
}

const listed = (all: Touched): readonly FunctionFact[] =>
  all instanceof Set ? [...all] : [all as FunctionFact];

export function createTouchedSets(): TouchedSets {
  const joined = new Map<Touched, Map<Touched, Touched>>();
  const sets: TouchedSets = {
    only(all, passes) {
      const own = listed(all);
      const left = own.filter(passes);
      if (left.length === own.length) return all;
      return left.length === 0 ? undefined : left.reduce<Touched>(sets.join, left[0] as Touched);
    },
    join(a, b) {
      if (a === b || a === UNSETTLED) return a;
      if (b === UNSETTLED) return b;
      if (!(b instanceof Set) && isTouched(a, b as FunctionFact)) return a;
      if (!(a instanceof Set) && isTouched(b, a as FunctionFact)) return b;
      const known = joined.get(a)?.get(b);
      if (known) return known;
      const made = holds(a, b) ? a : holds(b, a) ? b : new Set([...listed(a), ...listed(b)]);
      const own = joined.get(a) ?? new Map<Touched, Touched>();
      joined.set(a, own);
      own.set(b, made);
      return made;
    },
  };
  return sets;
}
