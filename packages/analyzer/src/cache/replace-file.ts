import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file as a whole or not at all; failing to is no error, the next run is only slower.
 * @param write puts the content at the path it is given
 * @returns whether it was written
 */
export function replaceFile(path: string, write: (temporary: string) => void): boolean {
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  try {
    makeFolder(dirname(path));
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

/** One folder after the other: Node's own recursive way never ends where a folder cannot be made, as below `/proc`. */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run was faster.
    if (!isFolder(path)) throw error;
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
