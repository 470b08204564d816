/** What a list without items is, everywhere in facts: there are hundreds of thousands of them. */
export const EMPTY: readonly never[] = Object.freeze([]);

/**
 * The items in a list that has room for no more. One that was pushed to has room for seventeen (V8's
 * first step), and facts hold hundreds of thousands of lists of one or two.
 */
export function exactList<T>(items: readonly T[]): readonly T[] {
  return items.length === 0 ? EMPTY : items.slice();
}
