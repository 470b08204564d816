import { describe, expect, it } from 'vitest';
import type { VerificationResult, VerifiedInteraction } from '../../src/verify/model.ts';
import {
  renderVerificationJson,
  renderVerificationText,
  verificationExitCode,
} from '../../src/verify/render.ts';
import { renderVerificationJunit } from '../../src/verify/render-junit.ts';

function interaction(
  description: string,
  outcome: VerifiedInteraction['outcome'],
  ...mismatches: readonly string[]
): VerifiedInteraction {
  return { description, states: ['a "state"'], outcome, mismatches, durationMs: 12.5 };
}

const FAILED: VerificationResult = {
  provider: 'inventory',
  providerVersion: '3',
  success: false,
  noPactsFound: false,
  published: true,
  publishProblem: undefined,
  pacts: [
    {
      consumer: 'shop & sons',
      interactions: [
        interaction('asks', 'passed'),
        interaction('wants <xml>\u0000', 'failed', 'body $.a: expected 1 but was 2', 'header'),
        interaction('needs a state', 'error', 'nobody'),
        interaction('hopes', 'pending', 'not yet'),
      ],
    },
  ],
  problems: ['shop - the pact: it is gone'],
  stateProblems: [{ state: 'x', kind: 'missing', text: 'Nobody handles the provider state "x".' }],
  unusedStates: ['y'],
  notices: [],
  output: '',
};
const NONE: VerificationResult = {
  ...FAILED,
  pacts: [],
  noPactsFound: true,
  stateProblems: [],
  problems: [],
  unusedStates: [],
};

describe('the result of a verification', () => {
  it('is readable', () => {
    expect(renderVerificationText(FAILED)).toBe(`The pact of shop & sons with inventory
  ✓ asks (given a "state")
  ✗ wants <xml>\u0000 (given a "state")
      body $.a: expected 1 but was 2
      header
  ✗ needs a state (given a "state")
      nobody
  ~ hopes (given a "state") [pending: does not count yet]
      not yet

✗ shop - the pact: it is gone
✗ Nobody handles the provider state "x".
! No interaction asks for the provider state "y".
Not verified: 1 of 4 interactions verified, 2 failed, 1 pending; the result is published.
`);
    expect(renderVerificationText(NONE)).toBe(
      'No pact of inventory was found: nothing was verified.\n',
    );
  });

  it('is JUnit XML that parses, with names escaped', () => {
    const xml = renderVerificationJunit(FAILED);
    expect(xml).toContain(
      '<testsuite name="shop &amp; sons → inventory" tests="4" failures="1" errors="1" skipped="1" time="0.050">',
    );
    expect(xml).toContain(
      'name="wants &lt;xml&gt;\ufffd (given a &quot;state&quot;)" time="0.013"',
    );
    expect(xml).toContain('<failure message="body $.a: expected 1 but was 2">');
    expect(xml).toContain('<skipped message="pending: not yet"/>');
    expect(renderVerificationJunit(NONE)).toContain('<failure message="No pact was found."/>');
  });

  it('is JSON with a version', () => {
    expect(JSON.parse(renderVerificationJson(FAILED))).toMatchObject({
      schemaVersion: 1,
      success: false,
    });
  });

  it.each([
    [true, undefined, 0],
    [false, undefined, 1],
    [false, '403 Forbidden', 2],
  ])(
    'that is %s, with the publishing problem %s, ends with %i',
    (success, publishProblem, code) => {
      const result = { ...FAILED, success, publishProblem };
      expect(verificationExitCode(result)).toBe(code);
      if (publishProblem !== undefined) {
        expect(renderVerificationText(result)).toContain(
          `could not be published: ${publishProblem}`,
        );
      }
    },
  );
});
