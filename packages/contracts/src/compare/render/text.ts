import type { Comparison, ComparisonFinding } from '../model.ts';

/** For a terminal: the answer, then the findings by interaction. */
export function renderComparisonText(comparison: Comparison): string {
  const groups = Map.groupBy(comparison.findings, ({ pact }) =>
    [pact.file, pact.consumer, pact.interaction].join('\n'),
  );
  const lines = [...groups.values()].flatMap((findings) => [
    heading(findings),
    ...findings.filter((finding) => !isOpenPromise(finding)).flatMap(findingLines),
    ...promiseLines(findings.filter(isOpenPromise)),
    '',
  ]);
  return `${[...lines, ...summary(comparison)].join('\n')}\n`;
}

function heading([finding]: readonly ComparisonFinding[]): string {
  if (finding === undefined) return '';
  const { consumer, interaction, providerStates, file } = finding.pact;
  const states = providerStates.length === 0 ? '' : ` given ${providerStates.join(' and ')}`;
  return `${consumer || file}: ${interaction}${states}`;
}

function findingLines(finding: ComparisonFinding): readonly string[] {
  const { severity, code, message, pact, document, suggestion } = finding;
  return [
    `  ${severity === 'error' ? '✗' : '!'} ${message} [${code}]`,
    `    pact      ${pact.file}#${pact.pointer}`,
    `    document  ${document.file}#${document.pointer}`,
    `    → ${suggestion}`,
  ];
}

/** Warnings that come in dozens: one line for all of a kind in an interaction. */
function isOpenPromise({ code, severity }: ComparisonFinding): boolean {
  return severity === 'warning' && /may-be-(absent|null)$/.test(code);
}

const MOST_NAMED = 6;

function promiseLines(findings: readonly ComparisonFinding[]): readonly string[] {
  return [...Map.groupBy(findings, ({ code }) => code)].map(([code, group]) => {
    const named = group
      .slice(0, MOST_NAMED)
      .map(({ pact }) => pact.pointer.replace(/^\/\w+\/\d+/, ''));
    const more = group.length > MOST_NAMED ? ` and ${group.length - MOST_NAMED} more` : '';
    const words = code.endsWith('absent') ? 'be absent' : 'be null';
    return `  ! The document lets ${named.join(', ')}${more} ${words} [${code}]`;
  });
}

function summary({ compatible, stats, document }: Comparison): readonly string[] {
  const compared = stats.interactions - stats.skipped;
  const answer = compatible
    ? `Yes: ${document} allows everything that is expected.`
    : `No: ${document} does not allow everything that is expected.`;
  const skipped = stats.skipped === 0 ? '' : `, ${stats.skipped} of another kind left out`;
  return [
    answer,
    `${count(compared, 'interaction')} in ${count(stats.pacts, 'pact')}${skipped}: ${count(stats.errors, 'error')}, ${count(stats.warnings, 'warning')}.`,
  ];
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
