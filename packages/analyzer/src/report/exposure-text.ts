import { count } from '../model/count.ts';
import type { Exposure, Plan } from '../model/plan.ts';

const INTRODUCTION = [
  'Only the process itself could ask for these until now. Each wants a caller that proves who it is, a check of',
  'what that caller may do, and a contract.',
];

/**
 * What becomes reachable over a network, to be read by who guards it and to be kept in the repository: it
 * names no lines, so it changes only when what can be reached changes. Without a final newline.
 */
export function renderExposureText(plan: Plan): string {
  const { chosen, exposure } = plan;
  if (chosen === null || exposure === undefined) return 'Nothing is taken out.';
  const { operations, tables, routes } = exposure;
  if (operations.length + tables.length + routes.length === 0)
    return `Nothing becomes reachable over the network when ${chosen} is taken out.`;
  return [
    `What becomes reachable over the network when ${chosen} is taken out`,
    ...(operations.length === 0 ? [] : INTRODUCTION),
    ...operationLines(exposure),
    ...section(
      'Uses of tables that become an operation, a copy or an event; which is not decided yet',
      tables.map(
        ({ askedBy, use, table, servedBy }) => `${askedBy} ${use}s ${table} of ${servedBy}`,
      ),
    ),
    ...section(
      'Reachable already, and then at the address of the service as well: let only the proxy in there',
      routes.map(({ method, path }) => `${method} ${path}`),
    ),
  ].join('\n');
}

/** How much there is, to end a plan with. */
export function exposureSummary({ operations, tables }: Exposure): string {
  const parts = [
    ...(operations.length === 0 ? [] : [count(operations.length, 'operation')]),
    ...(tables.length === 0 ? [] : [count(tables.length, 'use of a table', 'uses of tables')]),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

function operationLines({ operations }: Exposure): string[] {
  return [...Map.groupBy(operations, ({ servedBy }) => servedBy)].flatMap(([servedBy, own]) =>
    section(
      `${servedBy} answers`,
      own.map(({ operation, askedBy, reads, writes }) =>
        [
          `${operation}, asked by ${askedBy.join(', ')}`,
          ...(reads.length === 0 ? [] : [`reads ${reads.join(', ')}`]),
          ...(writes.length === 0 ? [] : [`writes ${writes.join(', ')}`]),
        ].join('; '),
      ),
    ),
  );
}

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', head, ...lines.map((line) => `  ${line}`)];
}
