import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Rows turned into text at a time. */
const ROWS = 2_000;

/** A file that is written, and the checksum (CRC-32) of what is in it so far. */
interface Output {
  file: number;
  sum: number;
}

/**
 * Writes a first line and an object of lists behind it, as `JSON.stringify` would, but never the text of all at once: it is
 * as large as everything else that is known of a program. The last line is the checksum of these two, for `checkedText`.
 */
export function writeJson(path: string, head: string, lists: object): void {
  const to: Output = { file: openSync(path, 'w'), sum: 0 };
  try {
    let start = `${head}\n{`;
    for (const [key, value] of Object.entries(lists)) {
      if (value === undefined) continue;
      writeAll(to, `${start}${JSON.stringify(key)}:`);
      if (Array.isArray(value)) writeRows(to, value);
      else writeAll(to, JSON.stringify(value));
      start = ',';
    }
    writeAll(to, start === ',' ? '}' : `${start}}`);
    writeAll(to, `\n${to.sum.toString(16)}`);
  } finally {
    closeSync(to.file);
  }
}

function writeRows(to: Output, rows: readonly unknown[]): void {
  for (let at = 0; at < rows.length; at += ROWS) {
    const text = JSON.stringify(rows.slice(at, at + ROWS)).slice(1, -1);
    writeAll(to, at === 0 ? `[${text}` : `,${text}`);
  }
  writeAll(to, rows.length === 0 ? '[]' : ']');
}

function writeAll(to: Output, text: string): void {
  const bytes = Buffer.from(text);
  to.sum = crc32(bytes, to.sum);
  for (let at = 0; at < bytes.length; ) at += writeSync(to.file, bytes, at);
}

/**
 * The text that `writeJson` wrote, without its checksum.
 * @throws when it is not what was written: part of the file is missing or has rotted
 */
export function checkedText(bytes: Buffer): string {
  const end = bytes.lastIndexOf('\n');
  const sum = crc32(bytes.subarray(0, Math.max(end, 0))).toString(16);
  if (end < 0 || bytes.toString('utf8', end + 1) !== sum) throw new Error('its checksum is wrong');
  return bytes.toString('utf8', 0, end);
}
