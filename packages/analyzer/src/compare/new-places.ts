import type { Analysis, Site } from '../model/analysis.ts';

/**
 * Whether a change has brought a place, so that it is where to look: a table that has a second writer now is
 * shown at the new write. A place is new when its file reaches a table, a file or a function that it did not reach
 * before; moved lines are not.
 */
export function newPlaces(before: Analysis, after: Analysis): (site: Site) => boolean {
  const known = new Set([...reached(before)].map(([, what]) => what));
  const fresh = new Set(
    [...reached(after)].filter(([, what]) => !known.has(what)).map(([place]) => place),
  );
  return ({ file, line }) => fresh.has(`${file}:${line}`);
}

/** Pairs of a place and what is reached there, the latter without its line. */
function* reached({ accesses, calls, imports }: Analysis): Generator<[string, string]> {
  for (const { file, line, operation, table } of accesses)
    yield [`${file}:${line}`, `${file} ${operation} ${table}`];
  for (const { file, line, to, callee } of calls)
    yield [`${file}:${line}`, `${file} calls ${to}#${callee}`];
  for (const { from, line, to } of imports) yield [`${from}:${line}`, `${from} imports ${to}`];
}
