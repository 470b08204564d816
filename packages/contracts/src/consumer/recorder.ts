import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JsonObject, parseJson } from '../pact/lossless-json.ts';
import { interactionIdentity } from '../pact/merge.ts';
import { interactionsOf } from '../pact/pact-file.ts';
import type { PartEntry } from '../pact/parts.ts';

/** Which test is running, and for which time. */
export interface RunningTest {
  readonly name: string;
  /** 0 for the first run, 1 for the first retry. */
  readonly attempt: number;
}

/** Collects what the tests of one file write, each write in a folder of its own. */
export interface Recorder {
  /** A new folder for the write that comes next. */
  readonly nextFolder: (test: RunningTest) => string;
  /** Everything written so far, by test. Leaves no folder behind. */
  readonly entries: () => Promise<readonly PartEntry[]>;
}

interface Write {
  readonly folder: string;
  readonly test: RunningTest;
}

/**
 * The native library merges into a file that exists: it reads and rewrites all of it each time, and
 * processes that do so at once lose each other's interactions. A new folder per write avoids both.
 */
export function createRecorder(): Recorder {
  const read: WrittenEntry[] = [];
  let writes: Write[] = [];
  return {
    nextFolder: (test) => {
      const folder = mkdtempSync(join(tmpdir(), 'ashlar-pact-'));
      writes.push({ folder, test });
      return folder;
    },
    entries: async () => {
      const fresh = writes;
      writes = [];
      read.push(...(await Promise.all(fresh.map(readWrite))).flat());
      await Promise.all(fresh.map(({ folder }) => rm(folder, { recursive: true, force: true })));
      return withoutSuperseded(read);
    },
  };
}

interface WrittenEntry extends PartEntry {
  readonly attempt: number;
}

async function readWrite({ folder, test }: Write): Promise<readonly WrittenEntry[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name) => ({
      test: test.name,
      attempt: test.attempt,
      document: parseJson(await readFile(join(folder, name), 'utf8')) as JsonObject,
    })),
  );
}

/** A retried test writes its interactions again, perhaps with other example values: the last count. */
function withoutSuperseded(entries: readonly WrittenEntry[]): readonly PartEntry[] {
  const last = new Map<string, number>();
  const keys = ({ test, document }: WrittenEntry): readonly string[] =>
    interactionsOf(document).map((one) => JSON.stringify([test, interactionIdentity(one)]));
  for (const entry of entries) {
    for (const key of keys(entry)) last.set(key, Math.max(last.get(key) ?? 0, entry.attempt));
  }
  return entries
    .filter((entry) => keys(entry).every((key) => last.get(key) === entry.attempt))
    .map(({ test, document }) => ({ test, document }));
}
