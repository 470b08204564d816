/**
 * The native parser is recursive and dies with the process (SIGSEGV) on code nested some thousand
 * levels deep; measured: about 4,000 brackets, 8,000 arrows. No hand-written file comes near.
 */
const MAX_BRACKETS = 1_500;
const MAX_CHAIN = 3_000;
/** Less text than this cannot nest deep enough to matter. */
const MIN_LENGTH = 3_000;

const OPEN = 1;
const CLOSE = 2;
/** Opens a level without a closing partner: `<`, `=` of `=>`, `?`, `!`, `-`, `~`, `+`. */
const CHAIN = 3;
const END = 4;

/** What a byte of UTF-8 means here; most mean nothing. */
const MEANING = new Uint8Array(256);
for (const [characters, meaning] of [
  ['([{', OPEN],
  [')]}', CLOSE],
  ['<=?!-~+', CHAIN],
  [';', END],
] as const)
  for (const character of characters) MEANING[character.charCodeAt(0)] = meaning;

/** Whether one of two bytes means something, by the number that both make: most pairs can be passed over. */
const PAIR_MEANS = new Uint8Array(1 << 16);
for (let pair = 0; pair < PAIR_MEANS.length; pair++)
  PAIR_MEANS[pair] = MEANING[pair & 0xff] || MEANING[pair >> 8] ? 1 : 0;

const encoder = new TextEncoder();
let bytes = new Uint8Array(0);
let pairs = new Uint16Array(0);

/**
 * A reason not to hand this text to the parser, or undefined when it is safe. Bytes are looked at: in a
 * string each character costs several times as much (V8).
 */
export function nestingHazard(source: string): string | undefined {
  if (source.length < MIN_LENGTH) return undefined;
  if (bytes.length < source.length * 3) makeRoom(source.length * 3);
  const { written } = encoder.encodeInto(source, bytes);
  // What is behind the last byte belongs to an earlier text.
  bytes[written] = 0;
  let depth = 0;
  let chain = 0;
  for (let pair = 0; pair * 2 < written; pair++) {
    if (PAIR_MEANS[pairs[pair] as number] === 0) continue;
    for (let at = pair * 2; at < pair * 2 + 2; at++) {
      const meaning = MEANING[bytes[at] as number];
      if (meaning === 0) continue;
      if (meaning === OPEN) {
        if (++depth > MAX_BRACKETS) return `brackets nested deeper than ${MAX_BRACKETS} levels`;
      } else if (meaning === CLOSE) {
        if (depth > 0) depth--;
      } else if (meaning === END) chain = 0;
      else if (++chain > MAX_CHAIN && source.length / chain < 12)
        return 'operators nested too deeply';
    }
  }
  return undefined;
}

/** @param size of the longest text, in bytes */
function makeRoom(size: number): void {
  bytes = new Uint8Array(size + 2 - (size % 2));
  pairs = new Uint16Array(bytes.buffer);
}
