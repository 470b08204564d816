/** Cohorts are counted in hundredths of a percent. */
export const COHORTS = 10_000;

/**
 * The cohort of a user on a route: 0–9999, the same for ever. A route at N % serves the cohorts
 * below N·100, so raising N only ever adds users. FNV-1a (draft-eastlake-fnv) followed by the
 * 32-bit finaliser of MurmurHash3, because FNV alone spreads short keys badly.
 */
export function cohortOf(salt: string, route: string, key: string): number {
  let hash = 0x811c9dc5;
  hash = fnv(hash, salt);
  hash = Math.imul(hash ^ 0xff, 0x01000193);
  hash = fnv(hash, route);
  hash = Math.imul(hash ^ 0xff, 0x01000193);
  hash = fnv(hash, key);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) % COHORTS;
}

function fnv(start: number, text: string): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}
