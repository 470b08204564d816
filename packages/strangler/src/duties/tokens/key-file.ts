import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { ProxyError } from '../../model/error.ts';
import type { SigningKey } from './signing-keys.ts';

/** A lock left behind by a process that died is broken after this long. */
const STALE_LOCK_MS = 10_000;

/** Keys as the file has them; none when there is no file. @throws ProxyError PROXY_KEYS_INVALID */
function readKeyFile(file: string): readonly SigningKey[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw invalid(file, 'cannot be read', error);
  }
  try {
    const { schemaVersion, keys } = JSON.parse(text) as { schemaVersion?: unknown; keys?: unknown };
    if (schemaVersion === 1 && Array.isArray(keys) && keys.every(isKey)) return keys;
  } catch (error) {
    throw invalid(file, 'is not JSON', error);
  }
  throw invalid(file, 'holds no signing keys that this version knows', undefined);
}

/**
 * Replaces the keys by what `change` makes of them, one process at a time. Returns what the file
 * holds afterwards; undefined when another process is at it.
 *
 * @throws ProxyError PROXY_KEYS_INVALID
 */
export function changeKeyFile(
  file: string,
  change: (keys: readonly SigningKey[]) => readonly SigningKey[],
): readonly SigningKey[] | undefined {
  const lock = `${file}.lock`;
  if (!takeLock(lock, file)) return undefined;
  try {
    const before = readKeyFile(file);
    const after = change(before);
    if (after !== before) {
      const part = `${file}.${process.pid}.part`;
      writeFileSync(part, `${JSON.stringify({ schemaVersion: 1, keys: after }, null, 2)}\n`, {
        mode: 0o600,
      });
      renameSync(part, file);
    }
    return after;
  } catch (error) {
    if (error instanceof ProxyError) throw error;
    throw invalid(file, 'cannot be written', error);
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string, file: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw invalid(file, 'cannot be written', error);
      }
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age < STALE_LOCK_MS) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

function isKey(value: unknown): value is SigningKey {
  const { kid, createdAt, signsFrom, privateJwk } = (value ?? {}) as Partial<SigningKey>;
  return (
    typeof kid === 'string' &&
    typeof createdAt === 'number' &&
    typeof signsFrom === 'number' &&
    typeof privateJwk === 'object'
  );
}

function invalid(file: string, what: string, cause: unknown): ProxyError {
  return new ProxyError(
    'PROXY_KEYS_INVALID',
    `The file of signing keys ${file} ${what}.`,
    'Name another downstreamToken.keyFile, mend its folder and rights, or delete it: new keys are made then, and tokens signed by the old ones stop counting.',
    { cause },
  );
}
