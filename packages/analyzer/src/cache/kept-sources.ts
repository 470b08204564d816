import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './replace-file.ts';

/**
 * The sources of the last run one behind the other in one file, to see what an edit has changed. What is taken out
 * has to be checked by its content key: another run may have written the file since.
 */
export interface KeptSources {
  /** @returns bytes of each, in their order; undefined where they could not be kept */
  keep(root: string, paths: readonly string[]): number[] | undefined;
  /** @throws when the file is not there or too short */
  text(lengths: readonly number[], index: number): string;
}

export function openKeptSources(folder: string): KeptSources {
  const file = join(folder, 'sources');
  return {
    keep(root, paths) {
      const lengths: number[] = [];
      const isKept = replaceFile(file, (temporary) => {
        const to = openSync(temporary, 'w');
        try {
          for (const path of paths) {
            const bytes = readFileSync(join(root, path));
            writeAll(to, bytes);
            lengths.push(bytes.length);
          }
        } finally {
          closeSync(to);
        }
      });
      return isKept ? lengths : undefined;
    },
    text(lengths, index) {
      const length = lengths[index] ?? 0;
      const bytes = Buffer.alloc(length);
      const start = lengths.slice(0, index).reduce((sum, one) => sum + one, 0);
      const from = openSync(file, 'r');
      try {
        for (let at = 0; at < length; ) {
          const read = readSync(from, bytes, at, length - at, start + at);
          if (read === 0) throw new Error(`${file} is too short`);
          at += read;
        }
      } finally {
        closeSync(from);
      }
      return bytes.toString('utf8');
    },
  };
}

function writeAll(to: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(to, bytes, at);
}
