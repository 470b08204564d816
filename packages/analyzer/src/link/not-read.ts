import { posix } from 'node:path';
import type { Discovery } from '../discover/discover.ts';
import type { Stats } from '../model/analysis.ts';
import { compare } from './tables.ts';

/** What imports lead to and nobody reads, each with why. */
export function listNotRead(
  { root }: Discovery,
  excluded: Stats['excluded'],
  counted: ReadonlyMap<string, number>,
): NonNullable<Stats['notRead']> {
  const reasons = new Map(excluded.map(({ path, reason }) => [path, reason]));
  return [...counted]
    .map(([target, imports]) => {
      const path = target.startsWith('/') ? posix.relative(root, target) : target;
      return { path, reason: reasonOf(path, reasons), imports };
    })
    .sort((a, b) => compare(a.path, b.path));
}

/** Its own, or that of a folder that it is in. */
function reasonOf(path: string, reasons: ReadonlyMap<string, string>): string {
  if (path.startsWith('..')) return 'above the analysed folder';
  for (let at = path; at !== '.' && at !== '/'; at = posix.dirname(at)) {
    const reason = reasons.get(at);
    if (reason) return reason;
  }
  return path.endsWith('.json') ? 'data' : 'no source file';
}
