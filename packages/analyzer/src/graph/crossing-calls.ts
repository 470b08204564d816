import type { Call, Facts } from '../model/analysis.ts';

/** Identity of a function: `file#name`. */
export const functionKey = (file: string, name: string): string => `${file}#${name}`;

/**
 * Which calls make their caller wait: those that are awaited, and those of functions that say so, that
 * anybody else awaits or that work on a table. A function that answers at once computes something; after a split it is copied or
 * becomes part of a package, and nobody asks for it over a network.
 */
export function waitingCalls({
  calls,
  accesses,
}: Pick<Facts, 'calls' | 'accesses'>): (call: Call) => boolean {
  const slow = new Set([
    ...calls
      .filter((call) => call.awaited || call.async === true)
      .map((call) => functionKey(call.to, call.callee)),
    ...accesses.map(({ file, caller = '' }) => functionKey(file, caller)),
  ]);
  return (call) => slow.has(functionKey(call.to, call.callee));
}

/** Called by the framework or to set up the process: nothing of it would be asked over a network. */
const LIFECYCLE =
  /^(?:on(?:Module|Application)[A-Z]\w*|constructor|connect|disconnect|close|destroy|dispose)$/;

/** True for a call that could become a request; making an object (`new Thing`) could not. */
export function couldBeAsked({ callee }: Call): boolean {
  const own = callee.split('.').pop() ?? '';
  return !LIFECYCLE.test(own) && !(callee === own && /^[A-Z]/.test(own));
}
