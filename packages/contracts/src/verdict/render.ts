import type { Verdict, VerdictReason, VerdictRow } from './model.ts';
import { versioned } from './reasons.ts';

const HEAD = ['Consumer', 'Provider', 'Result'] as const;

/** For a terminal: a table of what was looked at, the answer, the reasons with their next steps. */
export function renderVerdictText(verdict: Verdict): string {
  const table = verdict.rows.length === 0 ? [] : [...textTable(verdict.rows.map(cells)), ''];
  const lines = [
    ...table,
    answer(verdict),
    ...verdict.reasons.flatMap((reason) => [
      `  ${mark(reason)} ${reason.text}`,
      ...(reason.nextStep === undefined ? [] : [`    → ${reason.nextStep}`]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** For a job summary of a CI system. */
export function renderVerdictMarkdown(verdict: Verdict): string {
  const reasons = verdict.reasons.flatMap((reason) => [
    `- ${markdown(reason.text)}`,
    ...(reason.nextStep === undefined ? [] : [`  - **Next:** ${markdown(reason.nextStep)}`]),
  ]);
  const rows = verdict.rows.map((row) => `| ${markdownCells(row).join(' | ')} |`);
  const table =
    rows.length === 0 ? [] : ['', `| ${HEAD.join(' | ')} |`, '| --- | --- | --- |', ...rows];
  return `${[`### ${markdown(answer(verdict))}`, '', ...reasons, ...table].join('\n')}\n`;
}

/** The content of `verdict.json`. */
export function renderVerdictJson(verdict: Verdict): string {
  return `${JSON.stringify(verdict, undefined, 2)}\n`;
}

function answer({ summary, dryRun }: Verdict): string {
  return dryRun ? `${summary} (Dry run: the exit code says yes.)` : summary;
}

function mark({ kind }: VerdictReason): string {
  switch (kind) {
    case 'all-verified':
    case 'nothing-to-verify':
      return '✓';
    case 'verification-failed':
    case 'version-unknown':
      return '✗';
    case 'warning':
      return '!';
    case 'not-verified':
    case 'no-version-at-target':
    case 'broker-statement':
      return '?';
  }
}

function cells(row: VerdictRow): readonly [string, string, string] {
  return [versioned(row.consumer), versioned(row.provider), result(row)];
}

function result({ success, ignored }: VerdictRow): string {
  const word = success === null ? 'no result' : success ? 'verified' : 'failed';
  return ignored ? `${word} (ignored)` : word;
}

function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function markdownCells(row: VerdictRow): readonly string[] {
  const [consumer, provider, words] = cells(row).map(markdown);
  const linked = row.resultUrl === undefined ? words : `[${words}](${row.resultUrl})`;
  return [consumer ?? '', provider ?? '', linked ?? ''];
}

/** Names come from outside: they must not become markup, nor end a cell. */
function markdown(words: string): string {
  return words.replace(/[\\`*_[\]<>|]/g, (sign) => `\\${sign}`).replaceAll('\n', ' ');
}
