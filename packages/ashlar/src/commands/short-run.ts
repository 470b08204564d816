import { setFlagsFromString } from 'node:v8';

/** What V8 is told; see decision 0109. */
export const HINTS: readonly string[] = [
  '--heap-growing-percent=300',
  '--no-maglev-inlining',
  '--max-inlined-bytecode-size-cumulative=200',
  '--invocation-count-for-maglev=1000',
];
/** A later one may not know them all, and says so on standard error. */
const NEWEST_KNOWN = 24;

/**
 * For a process that reads a codebase and ends. V8 takes it for one that runs on, and compiles and collects on other
 * threads for a future that does not come: here functions are compiled later and with less of others copied
 * into them, and what is old may grow to four times its size between collections. Decision 0109 has the measurements.
 */
export function expectShortRun(): void {
  if (Number.parseInt(process.versions.node, 10) > NEWEST_KNOWN) return;
  for (const hint of HINTS) setFlagsFromString(hint);
}
