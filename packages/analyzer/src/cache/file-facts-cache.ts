import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts } from '../facts/file-facts.ts';

/** Raise when the shape or the meaning of `FileFacts` changes: older caches are then not read. */
const FORMAT = 3;

export interface FileFactsCache {
  /** Facts of a text read before; `extension` counts because it chooses the grammar. */
  get(extension: string, source: string): FileFacts | undefined;
  set(extension: string, source: string, facts: FileFacts): void;
  /** Writes what this run used; failing to is no error, the next run is only slower. */
  save(): void;
}

interface Stored {
  format: number;
  settings: string;
  files: Record<string, FileFacts>;
}

/**
 * Facts by content hash in one JSON file. Runs side by side do not harm each other: the file is
 * replaced as a whole. A file that cannot be read, or was written under other settings, counts as
 * empty.
 * @param settings everything besides the text that decides the facts: parser version, detectors
 */
export function openFileFactsCache(folder: string, settings: string): FileFactsCache {
  const path = join(folder, 'file-facts.json');
  const known = readStored(path, settings);
  const used = new Map<string, FileFacts>();
  let added = false;
  const keyOf = (extension: string, source: string): string =>
    createHash('sha256').update(extension).update('\0').update(source).digest('base64url');
  return {
    get(extension, source) {
      const key = keyOf(extension, source);
      const facts = Object.hasOwn(known, key) ? known[key] : undefined;
      if (facts) used.set(key, facts);
      return facts;
    },
    set(extension, source, facts) {
      used.set(keyOf(extension, source), facts);
      added = true;
    },
    save() {
      if (!added && used.size === Object.keys(known).length) return;
      const stored: Stored = { format: FORMAT, settings, files: Object.fromEntries(used) };
      replaceFile(folder, path, JSON.stringify(stored));
    },
  };
}

function readStored(path: string, settings: string): Record<string, FileFacts> {
  try {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as Partial<Stored>;
    if (stored.format !== FORMAT || stored.settings !== settings) return {};
    return typeof stored.files === 'object' && stored.files !== null ? stored.files : {};
  } catch {
    return {};
  }
}

function replaceFile(folder: string, path: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return;
  }
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}
