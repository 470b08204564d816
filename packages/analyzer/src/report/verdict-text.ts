import { SIGNAL_WORDS, signalValue } from '../judge/signal-words.ts';
import type { Signal, Verdict } from '../model/analysis.ts';
import { columns } from './columns.ts';
import { places } from './plan-text.ts';
import { VERDICT_WORDS } from './words.ts';

const SPEAKS: Readonly<Record<Signal['speaks'], string>> = {
  for: 'for a split',
  against: 'against',
  unknown: 'unknown',
};

/** The verdict with everything it was reached from, for a terminal; without a final newline. */
export function renderVerdictText({ answer, reasons, signals }: Verdict): string {
  const said = (signal: Signal): string => (signal.decides ? 'decides' : SPEAKS[signal.speaks]);
  const rows = ['decides', SPEAKS.against, SPEAKS.for, SPEAKS.unknown].flatMap((words) =>
    signals
      .filter((signal) => said(signal) === words)
      .map((signal) => [
        words,
        SIGNAL_WORDS[signal.name] ?? signal.name,
        signal.value === null ? '?' : signalValue(signal),
        signal.wanted,
      ]),
  );
  return [
    `Verdict: ${VERDICT_WORDS[answer]}`,
    ...reasons.map((reason) => `  - ${reason.text}${places(reason.sites)}`),
    '',
    ...columns([['', 'what was looked at', 'found', 'wanted'], ...rows], (i) => i === 2),
    '',
    'What is unknown never counts as a yes.',
  ].join('\n');
}
