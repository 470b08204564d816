import type { Site } from './analysis.ts';

/** Sites in the order of files and lines, each once. */
export function sortSites(sites: readonly Site[]): Site[] {
  const unique = new Map(sites.map(({ file, line }) => [`${file}:${line}`, { file, line }]));
  return [...unique.values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
}
