import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where facts of unchanged files are kept for the next run: `ASHLAR_CACHE_DIR` if set, else beside
 * the other caches in the codebase's own `node_modules`, else, so that nothing is left in a folder that
 * is only looked at, in the user's cache folder under a digest of the path.
 */
export function cacheFolder(root: string, env: Environment): string {
  const path = resolve(root);
  if (env.ASHLAR_CACHE_DIR) return env.ASHLAR_CACHE_DIR;
  const modules = join(path, 'node_modules');
  if (statSync(modules, { throwIfNoEntry: false })?.isDirectory())
    return join(modules, '.cache/ashlar');
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 16);
  return join(userCaches(env), 'ashlar', digest);
}

/** XDG Base Directory Specification 0.8; the platforms' own places elsewhere. */
function userCaches(env: Environment): string {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches');
  if (process.platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(homedir(), '.cache');
}
