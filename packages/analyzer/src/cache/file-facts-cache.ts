import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts } from '../facts/file-facts.ts';
import { packFacts, unpackFacts } from './packed-facts.ts';
import { replaceFile } from './replace-file.ts';

/** Characters of a SHA-256 in base64url. */
const KEY_LENGTH = 43;

export interface FileFactsCache {
  /** Facts of a text read before, by its content key. */
  get(key: string): FileFacts | undefined;
  set(key: string, facts: FileFacts): void;
  /** Writes what this run used; failing to is no error, the next run is only slower. */
  save(): void;
}

/**
 * Facts by content hash in one file: a line that says under what they were read, then for each text
 * its hash and its facts. A line is only parsed when its text is asked for. Runs side by side do not
 * harm each other: the file is replaced as a whole. A file that cannot be read, or was written under
 * other settings, counts as empty; so does a line that is damaged.
 * @param settings everything besides the text that decides the facts: parser and build
 */
export function openFileFactsCache(folder: string, settings: string): FileFactsCache {
  const path = join(folder, 'file-facts.jsonl');
  const head = JSON.stringify({ settings });
  const known = readLines(path, head);
  const used = new Map<string, string>();
  let added = false;
  return {
    get(key) {
      const line = known.get(key);
      const facts = line === undefined ? undefined : readFacts(line);
      if (line !== undefined && facts) used.set(key, line);
      return facts;
    },
    set(key, facts) {
      used.set(key, packFacts(facts));
      added = true;
    },
    save() {
      if (!added && used.size === known.size) return;
      const lines = [...used].map(([key, line]) => `${key} ${line}`);
      replaceFile(path, () => [head, ...lines, ''].join('\n'));
    },
  };
}

/** What a text is known by; the extension counts because it chooses the grammar. */
export function contentKey(extension: string, source: string): string {
  return createHash('sha256').update(extension).update('\0').update(source).digest('base64url');
}

function readLines(path: string, head: string): Map<string, string> {
  const known = new Map<string, string>();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return known;
  }
  if (!text.startsWith(`${head}\n`)) return known;
  for (let start = head.length + 1; ; ) {
    const end = text.indexOf('\n', start);
    if (end === -1) return known;
    known.set(text.slice(start, start + KEY_LENGTH), text.slice(start + KEY_LENGTH + 1, end));
    start = end + 1;
  }
}

function readFacts(line: string): FileFacts | undefined {
  try {
    return unpackFacts(line);
  } catch {
    return undefined;
  }
}
