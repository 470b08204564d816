import type { Analysis, SourceFile, Table } from '../model/analysis.ts';
import { AnalyzerError } from '../model/error.ts';
import { nearName } from '../model/near-name.ts';
import type { Steering } from '../model/steering.ts';
import { rejudge } from './rejudge.ts';

/** A file, or a table, and the domain it should be in; the domain may be new. */
export interface Move {
  thing: string;
  domain: string;
}

/**
 * The same codebase with some files or tables in other domains: no new search for boundaries, only
 * numbers, findings and verdict anew.
 *
 * @throws {AnalyzerError} ANALYZER_UNKNOWN_THING
 */
export function reassign(
  analysis: Analysis,
  moves: readonly Move[],
  steering: Steering = {},
): Analysis {
  const target = new Map(moves.map(({ thing, domain }) => [thing, domain]));
  const known = new Set([
    ...analysis.files.map(({ path }) => path),
    ...analysis.tables.map(({ name }) => name),
  ]);
  const strange = moves.find(({ thing }) => !known.has(thing));
  if (strange !== undefined) {
    const near = nearName(strange.thing, [...known]);
    throw new AnalyzerError(
      'ANALYZER_UNKNOWN_THING',
      `no file or table is called ${strange.thing}`,
      near === undefined
        ? 'Name files by their path from the analysed folder, tables by their name.'
        : `Did you mean ${near}?`,
    );
  }
  const because = [{ text: 'moved by hand', sites: [] }];
  const files = analysis.files.map((file): SourceFile => {
    const domain = target.get(file.path);
    return domain === undefined
      ? file
      : { ...file, role: 'domain', domain, confidence: 1, because };
  });
  const tables = analysis.tables.map((table): Table => {
    const domain = target.get(table.name);
    return domain === undefined ? table : { ...table, domain, because };
  });
  return rejudge(analysis, files, tables, steering);
}
