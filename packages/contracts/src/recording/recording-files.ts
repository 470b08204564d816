import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a recording of one route may take on the disk. */
export interface RecordingLimits {
  readonly maxFileBytes: number;
  /** Of the route, over all processes that record it; the oldest goes first. */
  readonly maxFiles: number;
}

export interface RecordingFilesOptions {
  readonly dir: string;
  /** Names its files: `<route>.<time>-<process>-<n>.jsonl`. */
  readonly route: string;
  /** Wall clock in ms. */
  readonly clock: () => number;
}

/**
 * Lines of one route in a ring of files. A line is written whole or not at all: when the disk is full,
 * what got through of it is cut off again. Nobody else may read the files.
 */
export class RecordingFiles {
  readonly #options: RecordingFilesOptions;
  #open: { readonly descriptor: number; size: number } | undefined;
  #opened = 0;

  constructor(options: RecordingFilesOptions) {
    this.#options = options;
  }

  /** @throws the error of the file system, such as ENOSPC */
  append(line: string, limits: RecordingLimits): void {
    const bytes = Buffer.from(`${line}\n`);
    if (bytes.length > limits.maxFileBytes) return;
    if (this.#open !== undefined && this.#open.size + bytes.length > limits.maxFileBytes) {
      this.close();
    }
    this.#open ??= this.#next(limits);
    const { descriptor, size } = this.#open;
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    } catch (error) {
      this.#cutBack(descriptor, size);
      throw error;
    }
    this.#open.size += bytes.length;
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.descriptor);
    this.#open = undefined;
  }

  #next(limits: RecordingLimits): { descriptor: number; size: number } {
    const { dir, route, clock } = this.#options;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#prune(limits.maxFiles - 1);
    const time = new Date(clock()).toISOString().replace(/[-:.]/g, '');
    // Names sort as the files were opened, also of one millisecond.
    const count = String(++this.#opened).padStart(9, '0');
    const name = `${route}.${time}-${process.pid}-${count}.jsonl`;
    const descriptor = openSync(join(dir, name), 'a', 0o600);
    return { descriptor, size: fstatSync(descriptor).size };
  }

  #prune(keep: number): void {
    const { dir, route } = this.#options;
    const own = readdirSync(dir)
      .filter(
        (name) =>
          name.startsWith(`${route}.`) &&
          /^\d{8}T\d{9}Z-\d+-\d+\.jsonl$/.test(name.slice(route.length + 1)),
      )
      .sort();
    for (const name of own.slice(0, Math.max(0, own.length - keep))) {
      rmSync(join(dir, name), { force: true });
    }
  }

  #cutBack(descriptor: number, size: number): void {
    try {
      ftruncateSync(descriptor, size);
    } catch {
      // The reader leaves a cut last line out.
    }
    this.close();
  }
}
