import { expect, it } from 'vitest';
import { fileExclusion, folderExclusion } from '../../src/discover/exclusions.ts';

it.each([
  ['src/monitoring.testHelpers.ts', 'tests'],
  ['src/test-utils.ts', 'tests'],
  ['src/orders.test-helper.js', 'tests'],
  ['src/testData.ts', 'tests'],
  ['docs/docusaurus.config.ts', 'documentation'],
  ['docs/sidebars.js', 'documentation'],
  ['src/sidebars.tsx', undefined],
  ['src/latestData.ts', undefined],
  ['src/contestHelpers.ts', undefined],
  ['src/test-results.ts', undefined],
])('%s is left out as %s', (path, reason) => {
  expect(fileExclusion(path)).toBe(reason);
});

it.each([
  ['e2e_tests', 'tests'],
  ['e2e-test', 'tests'],
  ['integration-tests', 'tests'],
  ['integration', undefined],
  ['versioned_docs', 'documentation'],
])('a folder %s is left out as %s', (name, reason) => {
  expect(folderExclusion(name)).toBe(reason);
});
