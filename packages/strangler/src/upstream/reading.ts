import type { OnReadOpts } from 'node:net';
import { giveLarge, takeLarge } from '../http/large-memory.ts';

/** Enough for most answers; every connection keeps one of these. */
const SMALL = 16_384;
/** So many small reads in a row, and the large buffer is given back. */
const CALM = 8;

/**
 * Reading without a stream's buffers: Node would allocate 64 KB for each answer of 1 KB. `take`
 * gets memory that is lent to it; it returns true when some of it is still needed afterwards, and
 * the connection then goes on with other memory.
 */
export function readingInto(take: (chunk: Buffer) => boolean): OnReadOpts {
  let small: Buffer = Buffer.allocUnsafeSlow(SMALL);
  let current: Buffer = small;
  let calm = 0;
  return {
    buffer: () => current,
    callback: (size, buffer) => {
      const bytes = buffer as Buffer;
      const held = take(bytes.subarray(0, size));
      if (bytes === small) {
        if (held) small = Buffer.allocUnsafeSlow(SMALL);
        // Once a read has filled its buffer, the next may be larger.
        current = size === SMALL ? takeLarge() : small;
        calm = 0;
      } else if (size > SMALL || ++calm < CALM) {
        if (size > SMALL) calm = 0;
        if (held) current = takeLarge();
      } else {
        if (!held) giveLarge(bytes);
        current = small;
      }
      return true;
    },
  };
}
