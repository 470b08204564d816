import { closeSync, openSync, writeSync } from 'node:fs';

/** Rows turned into text at a time. */
const ROWS = 2_000;

/**
 * Writes a first line and an object of lists behind it, as `JSON.stringify` would, but never the text of all at once: it is
 * as large as everything else that is known of a program.
 */
export function writeJson(path: string, head: string, lists: object): void {
  const to = openSync(path, 'w');
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
  } finally {
    closeSync(to);
  }
}

function writeRows(to: number, rows: readonly unknown[]): void {
  for (let at = 0; at < rows.length; at += ROWS) {
    const text = JSON.stringify(rows.slice(at, at + ROWS)).slice(1, -1);
    writeAll(to, at === 0 ? `[${text}` : `,${text}`);
  }
  writeAll(to, rows.length === 0 ? '[]' : ']');
}

function writeAll(to: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(to, bytes, at);
}
