import { afterEach, expect, it, vi } from 'vitest';
import { sequelize } from '../../src/facts/detectors/sequelize/sequelize.ts';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const CALL = 'export const run = (order) => order.getBuyer();';

afterEach(() => vi.restoreAllMocks());

it.each([
  ['does not look', CALL, false],
  ['looks', `import { Model } from 'sequelize';\n${CALL}`, true],
])('Sequelize %s at calls by their form: %s', async (_, source, looks) => {
  const mayStart = vi.spyOn(sequelize, 'mayStart');
  await extractFacts(temporaryTree({ 'a.ts': source }));
  expect(mayStart.mock.calls.length > 0).toBe(looks);
});
