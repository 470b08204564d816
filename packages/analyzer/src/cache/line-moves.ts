import type { FileFacts } from '../facts/file-facts.ts';

/** Where the lines that facts of a file speak of have gone, old to new. */
export type LineMoves = ReadonlyMap<number, number>;

const LINES: ReadonlySet<string> = new Set(['line', 'nameLine', 'receiverLine']);
/** Offsets that only say which function or class is meant. */
const PLACES: ReadonlySet<string> = new Set(['at', 'fn', 'parent', 'classAt']);

/**
 * Compares what two versions of a file say. Undefined where they differ in more than the lines and offsets things
 * are at, or where two things that were on one line, or on two, no longer are. Any property that is not known
 * here has to be the same in both.
 */
export function lineMoves(before: FileFacts, after: FileFacts): LineMoves | undefined {
  const lines = pairing<number>();
  const places = pairing<number>();
  const objects = pairing<object>();
  const isSame = (a: unknown, b: unknown, key: string): boolean => {
    if (typeof a === 'number' && typeof b === 'number') {
      if (LINES.has(key)) return lines.add(a, b);
      return PLACES.has(key) ? places.add(a, b) : Object.is(a, b);
    }
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
    // Which expressions are one and the same counts when they are linked.
    if (objects.has(a, b)) return true;
    if (!objects.add(a, b) || Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every(
        (own) => own in b && isSame(a[own as keyof typeof a], b[own as keyof typeof b], own),
      )
    );
  };
  if (!isSame({ ...before, loc: 0 }, { ...after, loc: 0 }, '')) return undefined;
  const moves = [...lines.pairs()].sort(([a], [b]) => a - b);
  const isOrdered = moves.every(([, to], at) => at === 0 || to > (moves[at - 1]?.[1] ?? 0));
  return isOrdered ? new Map(moves) : undefined;
}

interface Pairing<T> {
  has(a: T, b: T): boolean;
  /** False when one of the two already belongs to another. */
  add(a: T, b: T): boolean;
  pairs(): Iterable<[T, T]>;
}

function pairing<T>(): Pairing<T> {
  const forth = new Map<T, T>();
  const back = new Map<T, T>();
  return {
    has: (a, b) => forth.has(a) && forth.get(a) === b,
    add(a, b) {
      if (forth.has(a) || back.has(b)) return forth.get(a) === b && back.get(b) === a;
      forth.set(a, b);
      back.set(b, a);
      return true;
    },
    pairs: () => forth,
  };
}
