import type { InnerCall } from '../model/analysis.ts';

/** Gathers the calls within one file. */
export interface InnerCalls {
  within(caller: string, callee: string): void;
  /** Those on the way out: what ends in the file says nothing about who asks whom. */
  leadingTo(callersOfOthers: ReadonlySet<string>): InnerCall[];
}

/** Names alone tell the functions of one file apart, so no text is made for any of so many calls. */
export function createInnerCalls(file: string): InnerCalls {
  const callersOf = new Map<string, Set<string>>();
  const all: InnerCall[] = [];
  return {
    within(caller, callee) {
      if (caller === callee) return;
      const known = callersOf.get(callee);
      if (known?.has(caller)) return;
      if (known) known.add(caller);
      else callersOf.set(callee, new Set([caller]));
      all.push({ file, caller, callee });
    },
    leadingTo(callersOfOthers) {
      if (all.length === 0 || callersOfOthers.size === 0) return [];
      const leading = new Set(callersOfOthers);
      // A set is walked in the order of adding, what is added on the way included.
      for (const one of leading) for (const caller of callersOf.get(one) ?? []) leading.add(caller);
      return all.filter(({ callee }) => leading.has(callee));
    },
  };
}
