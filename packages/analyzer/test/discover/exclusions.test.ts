import { expect, it } from 'vitest';
import { fileExclusion } from '../../src/discover/exclusions.ts';

it.each([
  ['src/monitoring.testHelpers.ts', 'tests'],
  ['src/test-utils.ts', 'tests'],
  ['src/orders.test-helper.js', 'tests'],
  ['src/testData.ts', 'tests'],
  ['src/latestData.ts', undefined],
  ['src/contestHelpers.ts', undefined],
  ['src/test-results.ts', undefined],
])('%s is left out as %s', (path, reason) => {
  expect(fileExclusion(path)).toBe(reason);
});
