import { describe, expect, it } from 'vitest';
import { steeringConflicts } from '../../src/boundaries/conflicting-steering.ts';
import { unmatchedSteering } from '../../src/boundaries/unmatched-steering.ts';

const codebase = {
  domains: [{ name: 'stock' }, { name: 'people', foundAs: ['users', 'auth'] }],
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
      rename: { stock: 'goods', users: 'people', auth: 'people', stok: 'goods', people: 'persons' },
    };
    expect(unmatchedSteering(codebase, steering)).toEqual([
      { key: 'domains.inventory.files', pattern: 'source/**' },
      { key: 'domains.inventory.tables', pattern: 'stok_levels' },
      { key: 'domains.inventory.routes', pattern: '/stock/**' },
      { key: 'mustLink', pattern: 'src/gone.ts' },
      { key: 'cannotLink', pattern: 'stock_level' },
      { key: 'libraries', pattern: 'lib/**' },
      { key: 'merge or rename', pattern: 'stok' },
      { key: 'merge or rename', pattern: 'people' },
    ]);
  });
});

describe('steeringConflicts', () => {
  const facts = {
    ...codebase,
    tables: ['orders', 'invoices', 'carts'].map((name) => ({
      name,
      kind: 'table' as const,
      foreignKeys: [],
    })),
  };
  const pinned = { sales: { tables: ['orders', 'carts'] }, money: { tables: ['invoices'] } };

  it.each([
    ['nothing', { domains: pinned, mustLink: [['orders', 'carts']] }, []],
    [
      'a thing in two domains',
      { domains: { sales: { tables: ['*'] }, money: { tables: ['invoices', 'carts'] } } },
      [{ key: 'domains', things: ['invoices', 'invoices'], domains: ['sales', 'money'] }],
    ],
    [
      'a link across pins',
      { domains: pinned, mustLink: [['orders', 'src/stock.ts', 'invoices']] },
      [{ key: 'mustLink', things: ['orders', 'invoices'], domains: ['sales', 'money'] }],
    ],
    [
      'a parting inside a pin',
      { domains: pinned, cannotLink: [['orders', 'carts']] },
      [{ key: 'cannotLink', things: ['orders', 'carts'], domains: ['sales'] }],
    ],
    [
      'a parting of what is linked',
      { mustLink: [['orders', 'carts']], cannotLink: [['carts', 'orders']] },
      [{ key: 'cannotLink', things: ['carts', 'orders'], domains: [] }],
    ],
  ])('finds %s', (_what, steering, expected) => {
    expect(steeringConflicts(facts, steering)).toEqual(expected);
  });
});
