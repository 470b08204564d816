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
      mustLink: [['stock_levels', 'src/gone.ts']],
      cannotLink: [['stock_level', 'src/*']],
    };
    expect(unmatchedSteering(codebase, steering)).toEqual([
      { key: 'domains.inventory.files', pattern: 'source/**' },
      { key: 'domains.inventory.tables', pattern: 'stok_levels' },
      { key: 'domains.inventory.routes', pattern: '/stock/**' },
      { key: 'mustLink', pattern: 'src/gone.ts' },
      { key: 'cannotLink', pattern: 'stock_level' },
      { key: 'libraries', pattern: 'lib/**' },
    ]);
  });
});
