import type { VerificationResult, VerifiedInteraction, VerifiedPact } from './model.ts';

/** JUnit XML as CI systems read it (the schema of Apache Ant's task): one suite per consumer. */
export function renderVerificationJunit(result: VerificationResult): string {
  const suites = result.pacts.flatMap((pact) => suite(result, pact));
  const problem =
    result.noPactsFound && !result.success
      ? [
          `  <testsuite name="${xml(result.provider)}" tests="1" failures="1" errors="0" skipped="0">`,
          `    <testcase classname="${xml(result.provider)}" name="has pacts to verify"><failure message="No pact was found."/></testcase>`,
          '  </testsuite>',
        ]
      : [];
  return `${['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, ...problem, '</testsuites>'].join('\n')}\n`;
}

function suite(result: VerificationResult, pact: VerifiedPact): readonly string[] {
  const count = (outcome: VerifiedInteraction['outcome']): number =>
    pact.interactions.filter((interaction) => interaction.outcome === outcome).length;
  const total = pact.interactions.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const name = `${pact.consumer} → ${result.provider}`;
  return [
    `  <testsuite name="${xml(name)}" tests="${pact.interactions.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('pending') + count('skipped')}" time="${seconds(total)}">`,
    ...pact.interactions.map((interaction) => testCase(name, interaction)),
    '  </testsuite>',
  ];
}

function testCase(suiteName: string, interaction: VerifiedInteraction): string {
  const { description, states, durationMs } = interaction;
  const title = states.length === 0 ? description : `${description} (given ${states.join(', ')})`;
  const start = `    <testcase classname="${xml(suiteName)}" name="${xml(title)}" time="${seconds(durationMs)}"`;
  const inside = verdict(interaction);
  return inside === '' ? `${start}/>` : `${start}>${inside}</testcase>`;
}

function verdict({ outcome, mismatches }: VerifiedInteraction): string {
  const first = xml(mismatches[0] ?? '');
  const all = xml(mismatches.join('\n'));
  if (outcome === 'failed') return `<failure message="${first}">${all}</failure>`;
  if (outcome === 'error') return `<error message="${first}">${all}</error>`;
  if (outcome === 'pending') return `<skipped message="pending: ${first}"/>`;
  return outcome === 'skipped' ? '<skipped/>' : '';
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Characters that XML 1.0 (section 2.2) does not allow, even escaped, become U+FFFD. */
function xml(words: string): string {
  return words
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
