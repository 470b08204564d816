import type { VerificationResult, VerifiedInteraction } from './model.ts';

const MARKS: Readonly<Record<VerifiedInteraction['outcome'], string>> = {
  passed: '✓',
  failed: '✗',
  error: '✗',
  pending: '~',
  skipped: '-',
};

/** For a terminal: every interaction on a line, and under the failed ones what differs. */
export function renderVerificationText(result: VerificationResult): string {
  const lines = [
    ...result.pacts.flatMap(({ consumer, interactions }) => [
      `The pact of ${consumer} with ${result.provider}`,
      ...interactions.flatMap(interactionLines),
      '',
    ]),
    ...result.problems.map((problem) => `✗ ${problem}`),
    ...result.stateProblems.map(({ text }) => `✗ ${text}`),
    ...result.unusedStates.map(
      (state) => `! No interaction asks for the provider state "${state}".`,
    ),
    ...(result.publishProblem === undefined
      ? []
      : [`✗ The results could not be published: ${result.publishProblem}`]),
    summary(result),
  ];
  return `${lines.join('\n')}\n`;
}

export function renderVerificationJson(result: VerificationResult): string {
  return `${JSON.stringify({ schemaVersion: 1, ...result }, undefined, 2)}\n`;
}

/** 0 verified, 1 not, 2 when the results should have been published and were not. */
export function verificationExitCode(result: VerificationResult): 0 | 1 | 2 {
  if (result.publishProblem !== undefined) return 2;
  return result.success ? 0 : 1;
}

function interactionLines(interaction: VerifiedInteraction): readonly string[] {
  const { description, states, outcome, mismatches } = interaction;
  const given = states.length === 0 ? '' : ` (given ${states.join(', ')})`;
  const note = outcome === 'pending' ? ' [pending: does not count yet]' : '';
  return [
    `  ${MARKS[outcome]} ${description}${given}${note}`,
    ...mismatches.map((mismatch) => `      ${mismatch}`),
  ];
}

function summary(result: VerificationResult): string {
  if (result.noPactsFound) {
    return `No pact of ${result.provider} was found${result.success ? '.' : ': nothing was verified.'}`;
  }
  const all = result.pacts.flatMap(({ interactions }) => interactions);
  const bad = all.filter(({ outcome }) => outcome === 'failed' || outcome === 'error').length;
  const verified = bad === 0 && result.problems.length === 0;
  const pending = all.filter(({ outcome }) => outcome === 'pending').length;
  const parts = [
    `${all.length - bad - pending} of ${all.length} interactions verified`,
    ...(bad === 0 ? [] : [`${bad} failed`]),
    ...(pending === 0 ? [] : [`${pending} pending`]),
  ];
  const told = `${parts.join(', ')}${result.published ? '; the result is published.' : '.'}`;
  if (!verified) return `Not verified: ${told}`;
  if (pending === 0) return `Verified: ${told}`;
  return `Passed for now: ${told} Pending interactions do not fail the provider's build until it has verified them once.`;
}
