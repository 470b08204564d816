import type { Analysis, Verdict } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { Plan, StepKind } from '../model/plan.ts';
import { type Choice, isBeforeHigherScores } from '../plan/plan.ts';

/** The verdict in a sentence. */
export const VERDICT_WORDS: Readonly<Record<Verdict['answer'], string>> = {
  extract: 'Extract one domain first',
  'modularize-first': 'Make modules first, stay one process',
  'stay-a-monolith': 'Stay a monolith for now',
};

export const STEP_WORDS: Readonly<Record<StepKind, string>> = {
  'find-out': 'Find out',
  'break-cycle': 'Break a cycle',
  'share-code': 'Share code',
  'own-table': 'Give a table one owner',
  'replace-read': 'Replace a read of another’s table',
  'replace-transaction': 'Replace a transaction',
  'replace-join': 'Replace a query across domains',
  'drop-foreign-key': 'Drop a foreign key',
  'untie-state': 'Untie state of the process',
  'split-job': 'Split a job',
  'introduce-event': 'Introduce an event',
  'write-contract': 'Write a contract',
  'prepare-service': 'Prepare the service',
  'move-table': 'Move data',
  'move-job': 'Move a job',
  'move-route': 'Move a route',
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Of nothing there is no share. */
export const shareOrNone = (share: number | null): string =>
  share === null ? '–' : percent(share);

/** How often a candidate stays among the first three while the weights vary. */
export const inFirstThree = (share: number): string =>
  share === 0
    ? 'never in the first three'
    : `in the first three in ${share < 0.005 ? 'less than 1 %' : percent(share)} of runs`;

const MOST_DIFFERENCES = 4;
/** Below this the two have too little in common for single tables to mean anything. */
const WORTH_READING = 0.3;

const MOST_MOVED = 5;

/** What stayed and what moved, where the search followed an earlier answer. */
export function continuityLines({ continuity }: Pick<Analysis, 'continuity'>): string[] {
  if (continuity === undefined) return [];
  const { files, kept, held, moved } = continuity;
  const because = held === 0 ? '' : `, ${held} of them only because they were there`;
  const shown = moved
    .slice(0, MOST_MOVED)
    .map(({ path, from, to }) => `${path}: from ${from} to ${to}`);
  const more = moved.length > MOST_MOVED ? [`and ${moved.length - MOST_MOVED} more`] : [];
  return [
    `${kept} of ${count(files, 'file')} are where they were before${because}${moved.length === 0 ? '' : '; elsewhere:'}`,
    ...[...shown, ...more].map((line) => `  ${line}`),
  ];
}

/** Why the plan does not begin with the first of its candidates; nothing where it does, or was asked for another. */
export const choiceLines = (plan: Plan, verdict: Choice): string[] =>
  isBeforeHigherScores(plan, verdict)
    ? [
        verdict.ready === undefined
          ? 'Before those with a higher score: others need these before they can start, or wait for them in much of what they answer'
          : 'Before those with a higher score: of the domains that could go first, none has fewer blockers',
      ]
    : [];

/** The second opinion in a line; nothing where there is none. */
export function secondOpinionLines({ secondOpinion }: Pick<Analysis, 'secondOpinion'>): string[] {
  if (secondOpinion === undefined) return [];
  const { agreement, tables, differences } = secondOpinion;
  const head = `Second opinion on ${count(tables, 'table')}, from who uses them together alone: agreement ${agreement.toFixed(2)} of 1`;
  if (agreement < WORTH_READING)
    return [`${head}; much is used across these boundaries, and joint use draws no others`];
  const shown = differences
    .slice(0, MOST_DIFFERENCES)
    .map((one) => `${one.table} with ${one.with} (not ${one.domain})`);
  const more = differences.length - shown.length;
  if (shown.length === 0) return [head];
  return [
    `${head}; it would put ${shown.join(', ')}${more > 0 ? ` and ${more} more elsewhere` : ''}`,
  ];
}

/** Domains that the plan does not rank: too small, without data and routes, or asked by nobody. */
export function noCandidates(
  { domains }: Pick<Analysis, 'domains'>,
  { candidates }: Pick<Plan, 'candidates'>,
): string[] {
  const ranked = new Set(candidates.map(({ domain }) => domain));
  return domains.map(({ name }) => name).filter((name) => !ranked.has(name));
}
