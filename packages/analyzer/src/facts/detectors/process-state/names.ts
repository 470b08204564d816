import type { ProcessState } from '../../../model/analysis.ts';
import { splitWords } from '../../../model/words.ts';

export const MUTATORS: ReadonlySet<string> = new Set([
  'set',
  'add',
  'push',
  'delete',
  'clear',
  'unshift',
  'splice',
  'pop',
  'shift',
  'put',
  'del',
  'fill',
  'sort',
]);
export const CONTAINERS: ReadonlySet<string> = new Set([
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Array',
  'Object',
]);
export const CACHE_PACKAGES: ReadonlySet<string> = new Set([
  'lru-cache',
  'node-cache',
  'quick-lru',
  'memory-cache',
  'cache-manager',
  'lru_map',
  'tiny-lru',
  '@isaacs/ttlcache',
  'ttlcache',
  'keyv',
  'flat-cache',
  'stale-lru-cache',
]);
/** What they make of a function keeps its results. */
export const MEMO_PACKAGES: ReadonlySet<string> = new Set([
  'memoize',
  'mem',
  'p-memoize',
  'lodash.memoize',
  'memoizee',
  'moize',
  'micro-memoize',
  'fast-memoize',
  'nano-memoize',
  'memoize-one',
]);
export const LOCK_PACKAGES: ReadonlySet<string> = new Set([
  'async-mutex',
  'async-lock',
  'await-lock',
  'p-limit',
  'p-queue',
  'semaphore-async-await',
  'async-sema',
  'mutexify',
  'proper-lockfile',
  'lockfile',
]);
export const SESSION_PACKAGES: ReadonlySet<string> = new Set([
  'express-session',
  'cookie-session',
  '@fastify/session',
  '@fastify/secure-session',
  'koa-session',
  '@hapi/yar',
  'iron-session',
  'client-sessions',
]);
/** Names that their functions usually get where they are imported. */
export const SESSION_CALLS: string[] = [
  'session',
  'expressSession',
  'cookieSession',
  'koaSession',
  'getIronSession',
  'clientSessions',
];
/** What carries the request along without handing it over. */
export const SCOPE_PACKAGES: ReadonlySet<string> = new Set([
  'async_hooks',
  'cls-hooked',
  'continuation-local-storage',
]);
export const DISK_WRITES: string[] = [
  'writeFile',
  'writeFileSync',
  'appendFile',
  'appendFileSync',
  'createWriteStream',
  'mkdir',
  'mkdirSync',
  'unlink',
  'unlinkSync',
  'rm',
  'rmSync',
  'rename',
  'renameSync',
  'copyFile',
  'copyFileSync',
  'outputFile',
  'outputJson',
  'writeJson',
  'writeJSON',
  'ensureDir',
  'mkdtemp',
  'mkdtempSync',
  'remove',
  'emptyDir',
];
export const FS_PACKAGES: ReadonlySet<string> = new Set([
  'fs',
  'fs/promises',
  'fs-extra',
  'graceful-fs',
  'promises',
]);
export const UPLOAD_CALLS: string[] = ['multer', 'formidable', 'IncomingForm'];
export const UPLOAD_PACKAGES: ReadonlySet<string> = new Set(['multer', 'formidable']);

const WORDS: readonly [RegExp, ProcessState['kind']][] = [
  [/cach(?:e|es|ed|ing)$|^memo(?:s|i[sz]ed?)?$/, 'cache'],
  [/^(?:locks?|locked|mutex(?:es)?|semaphores?)$/, 'lock'],
  [/^sessions?$/, 'session'],
];

/** What kind of state a name speaks of, by whole words: a `block`, a `clock` and `redlock` lock nothing here. */
export function nameKind(name: string): ProcessState['kind'] {
  const words = splitWords(name);
  return WORDS.find(([word]) => words.some((one) => word.test(one)))?.[1] ?? 'module-variable';
}
