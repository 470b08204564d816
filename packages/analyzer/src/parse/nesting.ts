import { TAIL, type TextBytes } from './text-bytes.ts';

/**
 * The native parser is recursive and dies with the process (SIGSEGV) on code nested some thousand
 * levels deep; measured: about 4,000 brackets, 8,000 arrows. No hand-written file comes near.
 */
const MAX_BRACKETS = 1_500;
const MAX_CHAIN = 3_000;
/** Characters for each operator of a chain: where there are as many, they do not nest. */
const SPARSE = 12;
/** Less text than this cannot nest deep enough to matter. */
const MIN_LENGTH = 3_000;

const OPEN = 1;
const CLOSE = 2;
/** Opens a level without a closing partner: `<`, `=` of `=>`, `?`, `!`, `-`, `~`, `+`, `@`. */
const CHAIN = 3;
const END = 4;

/** What a byte of UTF-8 means here; most mean nothing. */
const MEANING = new Uint8Array(256);
for (const [characters, meaning] of [
  ['([{', OPEN],
  [')]}', CLOSE],
  ['<=?!-~+@', CHAIN],
  [';', END],
] as const)
  for (const character of characters) MEANING[character.charCodeAt(0)] = meaning;

/**
 * What two bytes add, by the number that both make: to the depth of brackets, and times 256 to the count of what
 * opens a level without a partner.
 */
const PAIR_ADDS = new Int16Array(1 << 16);
for (let pair = 0; pair < PAIR_ADDS.length; pair++)
  PAIR_ADDS[pair] = added(MEANING[pair & 0xff]) + added(MEANING[pair >> 8]);

function added(meaning: number | undefined): number {
  return meaning === OPEN ? 1 : meaning === CLOSE ? -1 : meaning === CHAIN ? 256 : 0;
}

/** So many pairs are added up at a time: no more than what the lower eight bits of the sum can tell apart. */
const STEP = 32;
if (TAIL < 2 * STEP) throw new Error('The last pairs are not read to their end');

/**
 * Each backslash that stands in no text is a mistake that the native parser keeps, with memory that grows with the
 * square of their number: measured 0.4 GB for 20,000, and the process ends at 100,000. In texts no such run is met.
 */
const BACKSLASHES = Buffer.alloc(1_000, '\\');

/** A reason not to hand this text to the parser, or undefined when it is safe. */
export function nestingHazard(text: TextBytes): string | undefined {
  if (text.length < MIN_LENGTH) return undefined;
  const { buffer, byteOffset } = text.bytes;
  if (Buffer.from(buffer, byteOffset, text.end).includes(BACKSLASHES))
    return 'too many backslashes in a row';
  return isCertainlySafe(text) ? undefined : hazardIn(text);
}

/**
 * Nearly every text is, by sums that no branch depends on: a depth is at most what separates the highest from the
 * lowest sum before it, and a chain no longer than all chains.
 */
function isCertainlySafe({ pairs, end, length }: TextBytes): boolean {
  let depth = 0;
  let highest = 0;
  let lowest = 0;
  let chains = 0;
  for (let start = 0; start * 2 < end; start += STEP) {
    let sum = 0;
    for (let pair = start; pair < start + STEP; pair++)
      sum += PAIR_ADDS[pairs[pair] as number] as number;
    const levels = (sum << 24) >> 24;
    depth += levels;
    chains += (sum - levels) >> 8;
    if (depth > highest) highest = depth;
    else if (depth < lowest) lowest = depth;
  }
  // Between two sums lie at most as many brackets as there are bytes, half of them up and half of them down.
  if (highest - lowest + 2 * STEP > MAX_BRACKETS) return false;
  return chains <= MAX_CHAIN || length / chains >= SPARSE;
}

function hazardIn({ bytes, end, length }: TextBytes): string | undefined {
  let depth = 0;
  let chain = 0;
  for (let at = 0; at < end; at++) {
    const meaning = MEANING[bytes[at] as number];
    if (meaning === 0) continue;
    if (meaning === OPEN) {
      if (++depth > MAX_BRACKETS) return `brackets nested deeper than ${MAX_BRACKETS} levels`;
    } else if (meaning === CLOSE) {
      if (depth > 0) depth--;
    } else if (meaning === END) chain = 0;
    else if (++chain > MAX_CHAIN && length / chain < SPARSE) return 'operators nested too deeply';
  }
  return undefined;
}
