import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CODE = join(import.meta.dirname, '..');

/**
 * Changes whenever a file of this program does: what another build has found out is not taken from a
 * cache. Names, sizes and times of the files tell, not their contents.
 */
export function buildId(): string {
  const hash = createHash('sha256');
  const names = readdirSync(CODE, { recursive: true, encoding: 'utf8' });
  for (const name of names.sort()) {
    const { size, mtimeMs } = statSync(join(CODE, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('base64url');
}
