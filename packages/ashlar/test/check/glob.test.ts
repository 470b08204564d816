import { expect, it } from 'vitest';
import { fitsGlob } from '../../src/check/glob.ts';

it.each([
  ['services/inventory/src/a.ts', 'services/inventory/**', true],
  ['services/inventory-old/a.ts', 'services/inventory/**', false],
  ['a.ts', '**/a.ts', true],
  ['x/y/a.ts', '**/a.ts', true],
  ['x/y/ba.ts', '**/a.ts', false],
  ['src/clients/stock.ts', 'src/*/stock.ts', true],
  ['src/a/b/stock.ts', 'src/*/stock.ts', false],
  ['{base}/stock/{sku}', '*/stock/**', true],
  ['{base}/stock', '{base}/stock', true],
  ['axb', 'a.b', false],
])('%s, %s: %s', (text, glob, fits) => {
  expect(fitsGlob(text, glob)).toBe(fits);
});
