import type { OnReadOpts } from 'node:net';

/** Every plain upstream connection reads into this; what it read is copied out before the next. */
const SHARED = Buffer.allocUnsafeSlow(65_536);
/** From here on a buffer of its own costs less than a copy. */
const LARGE = 16_384;
const SLAB = 65_536;

let slab = Buffer.allocUnsafeSlow(SLAB);
let used = 0;

function copyOut(size: number): Buffer {
  if (size > LARGE) return Buffer.from(SHARED.subarray(0, size));
  if (used + size > SLAB) {
    slab = Buffer.allocUnsafeSlow(SLAB);
    used = 0;
  }
  const copy = slab.subarray(used, used + size);
  SHARED.copy(copy, 0, 0, size);
  used += size;
  return copy;
}

/**
 * Reading without a stream's buffers: Node would allocate 64 KB for each answer of 1 KB. While
 * large pieces arrive, each read gets a buffer that is then given away.
 */
export function readingInto(take: (chunk: Buffer) => void): OnReadOpts {
  let large = false;
  return {
    buffer: () => (large ? Buffer.allocUnsafeSlow(SHARED.length) : SHARED),
    callback: (size, buffer) => {
      large = size > LARGE;
      take(buffer === SHARED ? copyOut(size) : (buffer as Buffer).subarray(0, size));
      return true;
    },
  };
}
