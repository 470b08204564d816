import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** What V8 is told; see decision 0109. */
export const HINTS: readonly string[] = [
  '--heap-growing-percent=300',
  '--no-maglev-inlining',
  '--max-inlined-bytecode-size-cumulative=200',
  '--invocation-count-for-maglev=1000',
];
/** Lets the space for new objects grow no further; it begins with one megabyte, which is too little. */
export const HOLD = '--semi-space-growth-factor=1';
/** As much as it has then, in bytes. */
const YOUNG_SPACE: number = 16 * 2 ** 20;
/** A later one may not know them all, and says so on standard error. */
const NEWEST_KNOWN = 24;

/**
 * For a process that reads a codebase and ends. V8 takes it for one that runs on, and compiles and collects on other
 * threads for a future that does not come: here functions are compiled later and with less of others copied
 * into them, and what is old may grow to four times its size between collections. Decision 0109 has the measurements.
 */
export function expectShortRun(): void {
  if (!isKnown()) return;
  for (const hint of HINTS) setFlagsFromString(hint);
}

let isHeld = false;

/**
 * To be called now and then while such a process runs. V8 lets the space for new objects grow to 128 MB where much of what is new
 * stays, as facts do: that is memory, and no time is won by it. The largest size can only be told when a
 * process starts, but growing can be ended at any time.
 */
export function holdYoungSpace(): void {
  if (isHeld || !isKnown()) return;
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (young === undefined || young.space_size < YOUNG_SPACE) return;
  setFlagsFromString(HOLD);
  isHeld = true;
}

function isKnown(): boolean {
  return Number.parseInt(process.versions.node, 10) <= NEWEST_KNOWN;
}
