import { describe, expect, it } from 'vitest';
import { parseNonePublished, parsePairNotice } from '../../src/verdict/notice-grammar.ts';

describe('the sentences of a broker', () => {
  it.each([
    [
      'There is no verified pact between version 1 of Web and a version of Api currently in test (no version is currently recorded as deployed/released in this environment)',
      ['unverified', 'Web', '1', false, 'Api', undefined, true],
    ],
    [
      'There is no verified pact between version 2 of Web and the version of Api currently in test (10)',
      ['unverified', 'Web', '2', false, 'Api', '10', false],
    ],
    [
      'The verification for the pact between version 2 of Web and the version of Api currently in test (11) failed',
      ['failed', 'Web', '2', false, 'Api', '11', false],
    ],
    [
      'There is no verified pact between the version of Rock and Roll currently in test (1) and version 5 of Bed and Breakfast',
      ['unverified', 'Rock and Roll', '1', false, 'Bed and Breakfast', '5', false],
    ],
    [
      'There is no verified pact between version 5 of Web and the latest version of Api with tag prod (no such version exists)',
      ['unverified', 'Web', '5', false, 'Api', undefined, true],
    ],
    [
      'There is no verified pact between version 5 of Web and the latest version of Api from branch main (1.2.3)',
      ['unverified', 'Web', '5', false, 'Api', '1.2.3', false],
    ],
  ])('are understood: %s', (sentence, [kind, consumer, cv, cm, provider, pv, pm]) => {
    expect(parsePairNotice(String(sentence))).toEqual({
      kind,
      consumer: { name: consumer, version: cv, missing: cm },
      provider: { name: provider, version: pv, missing: pm },
    });
  });

  it('are left alone when they say something else', () => {
    expect(
      parsePairNotice('All required verification results are published and successful'),
    ).toBeUndefined();
    expect(parseNonePublished('No version of Web from branch nope exists')).toBeUndefined();
  });

  it('name the version that nothing is known of', () => {
    expect(
      parseNonePublished(
        'No pacts or verifications have been published for version 1.0 of x of Web',
      ),
    ).toEqual({ name: 'Web', version: '1.0 of x' });
  });
});
