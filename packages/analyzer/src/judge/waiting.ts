import type { Call } from '../model/analysis.ts';
import { functionKey } from './reach.ts';

/**
 * Which calls make their caller wait: those that are awaited, and those of functions that say so or that
 * anybody else awaits. A function that answers at once computes something; after a split it is copied or
 * becomes part of a package, and nobody asks for it over a network.
 */
export function waitingCalls(calls: readonly Call[]): (call: Call) => boolean {
  const slow = new Set(
    calls
      .filter((call) => call.awaited || call.async === true)
      .map((call) => functionKey(call.to, call.callee)),
  );
  return (call) => slow.has(functionKey(call.to, call.callee));
}
