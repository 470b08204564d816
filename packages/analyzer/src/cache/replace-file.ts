import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file as a whole or not at all; failing to is no error, the next run is only slower.
 * @param text made here, since it can be longer than a string may be
 */
export function replaceFile(path: string, text: () => string): void {
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    return;
  }
  try {
    writeFileSync(temporary, text());
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}
