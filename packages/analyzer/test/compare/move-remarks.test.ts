import { describe, expect, it } from 'vitest';
import { moveRemarks } from '../../src/compare/move-remarks.ts';
import { reassign } from '../../src/compare/reassign.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import { nearName } from '../../src/model/near-name.ts';
import type { Steering } from '../../src/model/steering.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const service = shopFile('services', 'stock');
const steering: Steering = {
  domains: {
    warehouse: { tables: ['stock_*'] },
    money: { files: ['services/invoice*'], routes: ['GET /invoice'] },
  },
  libraries: ['lib/**'],
};
const analysis = judgeFacts(shopFacts(), steering);
const kept = (thing: string, domain: string) => ({
  kind: 'kept-elsewhere',
  thing,
  place: { domain },
});

describe('remarks on a move', () => {
  it.each([
    ['a file nobody pinned', service, 'money', []],
    ['a pinned table', 'stock_moves', 'money', [kept('stock_moves', 'warehouse')]],
    ['a pinned table that stays', 'stock_moves', 'warehouse', []],
    [
      'a file pinned by its route',
      shopFile('controllers', 'invoice'),
      'warehouse',
      [kept(shopFile('controllers', 'invoice'), 'money')],
    ],
    [
      'a library',
      'lib/logger.ts',
      'money',
      [{ kind: 'kept-elsewhere', thing: 'lib/logger.ts', place: { role: 'library' } }],
    ],
    [
      'a typing error',
      service,
      'warehosue',
      [{ kind: 'new-domain', domain: 'warehosue', near: 'warehouse' }],
    ],
    ['a new domain', service, 'parcels', [{ kind: 'new-domain', domain: 'parcels' }]],
  ])('%s', (_what, thing, domain, expected) => {
    expect(moveRemarks(analysis, [{ thing, domain }], steering)).toEqual(expected);
  });

  it('say of a new domain once that it is new', () => {
    const moves = [service, 'orders'].map((thing) => ({ thing, domain: 'parcels' }));
    expect(moveRemarks(analysis, moves)).toHaveLength(1);
  });

  it('are errors where the thing does not exist, with the name that was meant', () => {
    expect(() => reassign(analysis, [{ thing: 'stock_mvoes', domain: 'money' }])).toThrow(
      expect.objectContaining({ hint: 'Did you mean stock_moves?' }),
    );
  });
});

describe('a near name', () => {
  it.each([
    ['ordrs', 'orders'],
    ['ordesr', 'orders'],
    ['Orders', 'orders'],
    ['odrers', 'orders'],
    ['tax', undefined],
    ['cart', 'carts'],
    ['mail', undefined],
  ])('of %s is %s', (name, near) => {
    expect(nearName(name, ['orders', 'carts', 'email-log', 'vat'])).toBe(near);
  });
});
