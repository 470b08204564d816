import { createHash } from 'node:crypto';
import type { Facts } from '../src/index.ts';

/** An opaque name without a word in it; equal names stay equal. */
export const hashName = (name: string): string =>
  `x${createHash('sha256').update(name).digest('hex').slice(0, 12).replace(/[a-f]/g, 'q')}`;

/**
 * The same facts with every file in one folder under a hashed name, so that neither words nor
 * folders can help. With `tables`, the names of tables are hashed too.
 */
export function hashFacts(facts: Facts, tables: boolean): Facts {
  const names = new Map<string, string>();
  for (const { path } of facts.files) {
    const dot = path.lastIndexOf('.');
    names.set(path, `${hashName(path)}${dot < 0 ? '' : path.slice(dot)}`);
  }
  if (tables) for (const { name } of facts.tables) names.set(name, hashName(name));
  return renameFacts(facts, names);
}

/** The same facts under other names; sites and the identities made of them (`file:line`) follow. */
export function renameFacts(facts: Facts, names: ReadonlyMap<string, string>): Facts {
  const rename = (text: string): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const site = /^(.*)(:\d+)$/.exec(text);
    return site ? (names.get(site[1] ?? '') ?? site[1]) + (site[2] ?? '') : text;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return rename(value);
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(facts) as Facts;
}

/** Where `hashFacts` put a file. */
export function hashedPath(path: string): string {
  const dot = path.lastIndexOf('.');
  return `${hashName(path)}${dot < 0 ? '' : path.slice(dot)}`;
}
