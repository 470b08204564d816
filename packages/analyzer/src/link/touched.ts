import type { FunctionFact } from '../facts/file-facts.ts';

/** Functions whose callers would have told more. Never changed once made: very many values share one. */
export type Touched = ReadonlySet<FunctionFact>;

/** Of what has to be asked again once the callers are known; joined with others it stays what it is. */
export const UNSETTLED: Touched = new Set();

export interface TouchedSets {
  of(fn: FunctionFact): Touched;
  /** Of one that holds the other, the very same. */
  join(a: Touched, b: Touched): Touched;
  /** Without the functions that do not pass; undefined where none is left. */
  only(all: Touched, passes: (fn: FunctionFact) => boolean): Touched | undefined;
}

function holds(a: Touched, b: Touched): boolean {
  if (b.size > a.size) return false;
  for (const fn of b) if (!a.has(fn)) return false;
  return true;
}

export function createTouchedSets(): TouchedSets {
  const alone = new Map<FunctionFact, Touched>();
  const joined = new Map<Touched, Map<Touched, Touched>>();
  const sets: TouchedSets = {
    of(fn) {
      const known = alone.get(fn);
      if (known) return known;
      const made = new Set([fn]);
      alone.set(fn, made);
      return made;
    },
    only(all, passes) {
      let left: Touched | undefined;
      for (const fn of all)
        if (passes(fn)) left = left ? sets.join(left, sets.of(fn)) : sets.of(fn);
      return left?.size === all.size ? all : left;
    },
    join(a, b) {
      if (a === b || a === UNSETTLED) return a;
      if (b === UNSETTLED) return b;
      const known = joined.get(a)?.get(b);
      if (known) return known;
      const made = holds(a, b) ? a : holds(b, a) ? b : new Set([...a, ...b]);
      const own = joined.get(a) ?? new Map<Touched, Touched>();
      joined.set(a, own);
      own.set(b, made);
      return made;
    },
  };
  return sets;
}
