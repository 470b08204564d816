import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap near what a command needs. Left to itself V8 lets short-lived objects grow their space to its
 * maximum and is slow to give it back. These are hints to its collector, read at each collection. Measured
 * with packages/contracts/bench/compare.ts: 199 MB became 140 MB at the same speed.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * For a process that runs on, and answers many short requests and now and then a long one: what is old grows by
 * 30 % between collections. Measured with packages/contracts/bench/broker.ts: half of the memory at the
 * same speed.
 */
export function keepHeapSmall(): void {
  keepYoungSpaceSmall();
  setFlagsFromString('--heap-growing-percent=30');
}
