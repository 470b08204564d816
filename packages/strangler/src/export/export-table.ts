import { ProxyError } from '../model/error.ts';
import type { RouteState, RouteTable } from '../model/routes.ts';
import type { Exported, ExportProblem } from './model.ts';
import { problemsOf } from './problems.ts';
import { readTable } from './read-table.ts';
import { EXPORT_TARGETS } from './targets.ts';

export interface ExportOptions {
  /** Where routes stand in a running proxy; else what the table declares. */
  readonly states?: ReadonlyMap<string, RouteState>;
  /** Features that may be left out although the target cannot say them. */
  readonly leaveOut?: readonly string[];
}

/**
 * The route table in the language of another router. What it cannot say is in `problems`; where
 * something is refused there are no files.
 *
 * @throws ProxyError PROXY_EXPORT_UNKNOWN
 */
export function exportTable(
  table: RouteTable,
  target: string,
  { states, leaveOut = [] }: ExportOptions = {},
): Exported {
  const chosen = EXPORT_TARGETS.find(({ name }) => name === target);
  if (chosen === undefined) {
    throw new ProxyError(
      'PROXY_EXPORT_UNKNOWN',
      `Nothing is known of a router called "${target}".`,
      `Choose one of ${EXPORT_TARGETS.map(({ name }) => name).join(', ')}.`,
    );
  }
  const read = readTable(table, states);
  const problems = [
    ...problemsOf(table, read, chosen.abilities),
    ...(chosen.problems?.(read) ?? []),
  ].map(
    (problem): ExportProblem =>
      leaveOut.includes(problem.feature) ? { ...problem, severity: 'warned' } : problem,
  );
  const refused = problems.some(({ severity }) => severity === 'refused');
  return { target, files: refused ? [] : chosen.render(read), problems };
}
