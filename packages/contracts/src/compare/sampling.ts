import type { Matcher, PartRules } from '../matching/rules.ts';
import type { Sampling } from '../openapi/schema/model.ts';

const BY_KEY = ['eachKey', 'eachValue', 'values'];

/** What the matching rules of a body say about the example. */
export function samplingOf(rules: PartRules, direction: 'request' | 'response'): Sampling {
  return {
    // In a request the example is what the consumer really sends: its length has to be allowed.
    lengthIsFree: (path) =>
      direction === 'response' &&
      rules
        .exactlyAt(path)
        .some(
          ({ match }) =>
            match === 'type' ||
            match === 'arrayContains' ||
            match === 'array-contains' ||
            BY_KEY.includes(match),
        ),
    keysAreFree: (path) => hasFreeKeys(rules.exactlyAt(path)),
  };
}

export function hasFreeKeys(matchers: readonly Matcher[]): boolean {
  return matchers.some(
    ({ match }) => BY_KEY.includes(match) || match === 'each-key' || match === 'each-value',
  );
}
