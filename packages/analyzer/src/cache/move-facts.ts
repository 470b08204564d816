import type { Facts } from '../model/analysis.ts';
import type { LineMoves } from './line-moves.ts';

export interface MovedFile {
  path: string;
  moves: LineMoves;
  loc: number;
}

/**
 * Facts of a program in which files were edited without another fact in them: only lines have moved. Changes
 * `facts` in place.
 * @param text `facts` as JSON
 * @returns false where it cannot be told what else would be different; then `facts` are of no use any more
 */
export function moveFacts(facts: Facts, text: string, files: readonly MovedFile[]): boolean {
  return files.every((file) => setLoc(facts, file) && (isStill(file) || move(facts, text, file)));
}

function setLoc({ files, stats }: Facts, { path, loc }: MovedFile): boolean {
  const file = files.find((own) => own.path === path);
  if (!file) return false;
  stats.loc += loc - file.loc;
  file.loc = loc;
  return true;
}

function isStill({ moves }: MovedFile): boolean {
  for (const [from, to] of moves) if (from !== to) return false;
  return true;
}

/**
 * A line inside a text of several lines (SQL, GraphQL) is counted from where the text begins, and the name of a
 * transaction holds its line: where a file has any of that, it is found out anew.
 */
function move(facts: Facts, text: string, { path, moves }: MovedFile): boolean {
  const name = JSON.stringify(path);
  if (text.includes(`${name.slice(0, -1)}:`) || JSON.stringify(facts.tables).includes(name))
    return false;
  for (const edge of facts.imports) if (edge.from === path && !moveRow(edge, moves)) return false;
  return rowsOf(facts).every((rows) =>
    rows.every((row) => row.file !== path || (!COUNTED.has(whatOf(row)) && moveRow(row, moves))),
  );
}

interface Row {
  file: string;
  line: number;
  kind?: string;
  via?: string;
}

/** Kinds of what is not understood, and detectors, whose lines may lie inside a text. */
const COUNTED: ReadonlySet<string> = new Set(['table', 'access', 'trigger', 'route', 'graphql']);

function whatOf({ kind, via }: Row): string {
  return via ?? kind ?? '';
}

function rowsOf(facts: Facts): (readonly Row[])[] {
  const { unresolved, accesses, routes, events, jobs, injections, calls, state } = facts;
  const { environment, outbound, stores = [], twoPhaseCommits = [] } = facts;
  // Both read SQL: none of them may be of the file.
  const counted = [...accesses, ...twoPhaseCommits].map(({ file, line }) => ({
    file,
    line,
    kind: 'access',
  }));
  const plain = [unresolved, routes, events, jobs, injections, calls, state, environment];
  return [counted, ...plain, outbound, stores];
}

function moveRow(row: { line: number; lastLine?: number }, moves: LineMoves): boolean {
  const to = moves.get(row.line);
  if (to === undefined) return false;
  row.line = to;
  if (row.lastLine === undefined) return true;
  const last = moves.get(row.lastLine);
  if (last === undefined) return false;
  row.lastLine = last;
  return true;
}
