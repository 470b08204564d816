import type { Verdict } from '../model/analysis.ts';
import type { StepKind } from '../model/plan.ts';

/** The verdict in a sentence. */
export const VERDICT_WORDS: Readonly<Record<Verdict['answer'], string>> = {
  extract: 'Extract one domain first',
  'modularize-first': 'Make modules first, stay one process',
  'stay-a-monolith': 'Stay a monolith for now',
};

export const STEP_WORDS: Readonly<Record<StepKind, string>> = {
  'break-cycle': 'Break a cycle',
  'own-table': 'Give a table one owner',
  'replace-transaction': 'Replace a transaction',
  'replace-join': 'Replace a query across domains',
  'drop-foreign-key': 'Drop a foreign key',
  'introduce-event': 'Introduce an event',
  'write-contract': 'Write a contract',
  'move-route': 'Move a route',
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Of nothing there is no share. */
export const shareOrNone = (share: number | null): string =>
  share === null ? 'none' : percent(share);

/** `1 file`, `2 files`. */
export const count = (number: number, noun: string, plural: string = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;
