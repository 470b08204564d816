import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file as a whole or not at all; failing to is no error, the next run is only slower.
 * @param write puts the content at the path it is given
 * @returns whether it was written
 */
export function replaceFile(path: string, write: (temporary: string) => void): boolean {
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    return false;
  }
  try {
    write(temporary);
    renameSync(temporary, path);
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}
