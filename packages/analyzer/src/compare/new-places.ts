import type { Analysis, Site } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';

/**
 * Puts the places of a new finding first that the change has brought, so that the first one is
 * where to look: a table that has a second writer now is shown at the new write. A place is new when
 * its file reaches a table, a file or a function that it did not reach before; moved lines are not.
 */
export function newPlacesFirst(before: Analysis, after: Analysis): (finding: Finding) => Finding {
  const known = new Set([...reached(before)].map(([, what]) => what));
  const fresh = new Set(
    [...reached(after)].filter(([, what]) => !known.has(what)).map(([place]) => place),
  );
  const isFresh = ({ file, line }: Site): boolean => fresh.has(`${file}:${line}`);
  return (finding) => ({
    ...finding,
    sites: [...finding.sites.filter(isFresh), ...finding.sites.filter((site) => !isFresh(site))],
  });
}

/** Pairs of a place and what is reached there, the latter without its line. */
function* reached({ accesses, calls, imports }: Analysis): Generator<[string, string]> {
  for (const { file, line, operation, table } of accesses)
    yield [`${file}:${line}`, `${file} ${operation} ${table}`];
  for (const { file, line, to, callee } of calls)
    yield [`${file}:${line}`, `${file} calls ${to}#${callee}`];
  for (const { from, line, to } of imports) yield [`${from}:${line}`, `${from} imports ${to}`];
}
