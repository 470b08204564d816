import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rawTransferSupported } from 'oxc-parser';
import { LAYOUT_VERSION } from './oxc-layout.ts';

/**
 * The memory that the native parser writes its trees to, reserved when this module is loaded and the same for all texts:
 * what V8 compiles for a constant array looks neither for the array nor for its length.
 */
export interface ParserMemory {
  readonly bytes: Uint8Array;
  readonly int32: Int32Array;
  readonly float64: Float64Array;
  /**
   * Has a text parsed. The tree is there until the next call.
   * @returns where the answer lies, in bytes
   * @throws Error for a text of more than 357 million characters
   */
  parse(path: string, source: string, options: object): number;
}

/** The parts of oxc-parser that fill the memory; not part of its documented interface. */
interface Buffers {
  prepareRaw(source: string): { buffer: NativeBuffer };
}
interface NativeBuffer extends Uint8Array {
  int32: Int32Array;
  float64: Float64Array;
  /** As the native parser wants it: with what it keeps for itself behind the end. */
  block: Uint8Array;
}
interface Bindings {
  parseRawSync(path: string, block: Uint8Array, at: number, length: number, options: object): void;
}

type Opened =
  | { memory: ParserMemory; problem?: undefined }
  | { memory?: undefined; problem: string };

const opened = open();

/** Undefined where the memory of the parser cannot be read: MEMORY_PROBLEM says why. */
export const MEMORY: ParserMemory | undefined = opened.memory;
export const MEMORY_PROBLEM: string | undefined = opened.problem;

function open(): Opened {
  const unsupported = 'this platform does not let the memory of the parser be read';
  if (!rawTransferSupported()) return { problem: unsupported };
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('oxc-parser'));
    const manifest = JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as {
      version: string;
    };
    if (manifest.version !== LAYOUT_VERSION)
      return { problem: `oxc-parser ${manifest.version} is installed, not ${LAYOUT_VERSION}` };
    const { prepareRaw } = require(join(folder, 'raw-transfer/common.js')) as Buffers;
    const { parseRawSync } = require(join(folder, 'bindings.js')) as Bindings;
    const places = require(join(folder, 'generated/constants.js')) as Record<string, number>;
    const { DATA_POINTER_POS_32: answerAt, ACTIVE_SIZE: room } = places;
    if (answerAt === undefined || room === undefined || typeof parseRawSync !== 'function')
      return { problem: unsupported };
    // Never given back, so it is ours.
    return { memory: createMemory(prepareRaw('').buffer, parseRawSync, answerAt, room) };
  } catch (error) {
    if (!(error instanceof RangeError)) return { problem: unsupported };
    return {
      problem: 'the memory that the parser wants to reserve (6 GiB of addresses) is not to be had',
    };
  }
}

/** No text of UTF-16 takes more bytes of UTF-8 for one of its units. */
const MAX_BYTES = 3;
/** The encoder refuses arrays that are larger. */
const MAX_LENGTH: number = 2 ** 30 / MAX_BYTES;
const encoder = new TextEncoder();

function createMemory(
  buffer: NativeBuffer,
  parseRawSync: Bindings['parseRawSync'],
  answerAt: number,
  room: number,
): ParserMemory {
  const { int32, float64, block } = buffer;
  return {
    bytes: buffer,
    int32,
    float64,
    parse(path, source, options) {
      if (source.length > MAX_LENGTH) throw new Error('The text is too long');
      const at = room - source.length * MAX_BYTES;
      const { written } = encoder.encodeInto(source, buffer.subarray(at, room));
      parseRawSync(path, block, at, written, options);
      return int32[answerAt] as number;
    },
  };
}
