import { describe, expect, it } from 'vitest';
import { unmatchedSteering } from '../../src/boundaries/unmatched-steering.ts';

const codebase = {
  files: [{ path: 'src/stock.ts', loc: 1 }],
  tables: [{ name: 'stock_levels', kind: 'table' as const, foreignKeys: [] }],
  routes: [
    { method: 'GET', path: '/inventory/stock', file: 'src/stock.ts', line: 1, via: 'express' },
  ],
};

describe('unmatchedSteering', () => {
  it.each([
    ['a table', { tables: ['stock_*'] }],
    ['a file', { files: ['src/**'] }],
    ['a route by its path', { routes: ['/inventory/**'] }],
    ['a route by method and path', { routes: ['* /inventory/**'] }],
  ])('is silent about %s that exists', (_what, wish) => {
    expect(unmatchedSteering(codebase, { domains: { inventory: wish } })).toEqual([]);
  });

  it('names every pattern that fits nothing, and where it was written', () => {
    const steering = {
      domains: {
        inventory: { tables: ['stok_levels'], files: ['source/**'], routes: ['/stock/**'] },
      },
      libraries: ['lib/**'],
    };
    expect(unmatchedSteering(codebase, steering)).toEqual([
      { key: 'domains.inventory.files', pattern: 'source/**' },
      { key: 'domains.inventory.tables', pattern: 'stok_levels' },
      { key: 'domains.inventory.routes', pattern: '/stock/**' },
      { key: 'libraries', pattern: 'lib/**' },
    ]);
  });
});
