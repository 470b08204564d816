/** Rules of the business that need no database. */
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../src/lib/csv.ts';
import { addDeliveryDays } from '../../src/services/delivery-options.ts';
import { nextNumber } from '../../src/services/invoicing.ts';
import { orderTotals } from '../../src/services/order-totals.ts';
import type { PricedLine } from '../../src/services/pricing.ts';
import { discountOf } from '../../src/services/promotions.ts';
import { planHold } from '../../src/services/reservations.ts';
import { refundFor } from '../../src/services/returns.ts';

const level = (sku: string, warehouse: string, onHand: number, reserved = 0) => ({
  sku,
  warehouse,
  onHand,
  reserved,
  updatedAt: new Date(0),
});

describe('holding stock', () => {
  const levels = [level('A', 'BER', 3), level('A', 'HAM', 6, 2), level('A', 'VIE', 4)];

  it.each([
    [4, [['HAM', 4]]],
    [
      5,
      [
        ['HAM', 4],
        ['VIE', 1],
      ],
    ],
    [
      11,
      [
        ['HAM', 4],
        ['VIE', 4],
        ['BER', 3],
      ],
    ],
  ])('takes %i from %j: fullest first, then by code', (quantity, expected) => {
    const { picks, shortages } = planHold([{ sku: 'A', quantity }], levels);
    expect(picks.map((pick) => [pick.warehouse, pick.quantity])).toEqual(expected);
    expect(shortages).toEqual([]);
  });

  it('reports what is short and of what', () => {
    const lines = [
      { sku: 'A', quantity: 12 },
      { sku: 'B', quantity: 1 },
    ];
    expect(planHold(lines, levels).shortages).toEqual([
      { sku: 'A', requested: 12, available: 11 },
      { sku: 'B', requested: 1, available: 0 },
    ]);
  });
});

describe('money rules', () => {
  const promotion = {
    code: 'X',
    description: '',
    categoryId: null,
    startsAt: new Date(0),
    endsAt: null,
  };

  it.each([
    ['percent', 10, 0, 4_999, 500],
    ['percent', 10, 5_000, 4_999, 0],
    ['amount', 500, 0, 300, 300],
    ['free-shipping', 0, 0, 9_000, 0],
  ] as const)('takes off by %s %i from %i: of %i, %i', (kind, value, minimumCents, of, off) => {
    expect(discountOf({ ...promotion, kind, value, minimumCents }, of)).toBe(off);
  });

  const line = (unitCents: number, taxClass: PricedLine['taxClass'], discountCents = 0) => ({
    sku: 'A',
    title: 'a',
    quantity: 1,
    unitCents,
    discountCents,
    weightGrams: 1,
    taxClass,
    categoryId: 1,
  });

  it.each([
    ['DE', 1_900 + 700 + 95],
    ['AT', 1_983 + 973 + 99],
    ['NL', 2_065 + 883 + 103],
  ])('contains the tax of %s', (country, taxCents) => {
    const basket = {
      lines: [line(12_000, 'standard', 100), line(10_700, 'reduced')],
      subtotalCents: 22_700,
      discountCents: 100,
      freeShipping: false,
      promotionCode: null,
    };
    expect(orderTotals(basket, 595, country)).toMatchObject({ taxCents, totalCents: 23_195 });
  });

  it('does not deliver everywhere', () => {
    const basket = {
      lines: [],
      subtotalCents: 0,
      discountCents: 0,
      freeShipping: false,
      promotionCode: null,
    };
    expect(() => orderTotals(basket, 0, 'US')).toThrow('We do not deliver to US yet.');
  });

  it('refunds the share of a line that was paid', () => {
    const bought = {
      orderId: 1,
      sku: 'A',
      title: 'a',
      quantity: 3,
      unitCents: 1_000,
      taxRatePercent: 19,
    };
    expect(refundFor({ ...bought, discountCents: 300 }, 1)).toBe(900);
    expect(refundFor({ ...bought, discountCents: 300 }, 3)).toBe(2_700);
  });
});

describe('paper rules', () => {
  it.each([
    [2026, null, '2026-000001'],
    [2026, '2026-000041', '2026-000042'],
  ])('numbers invoices: %i after %s is %s', (year, last, next) => {
    expect(nextNumber(year, last)).toBe(next);
  });

  it.each([
    ['2026-01-02', 1, '2026-01-03'],
    ['2026-01-03', 1, '2026-01-05'],
    ['2026-01-02', 3, '2026-01-06'],
  ])('delivers %s plus %i days on %s, not on Sundays', (from, days, to) => {
    expect(addDeliveryDays(new Date(from), days).toISOString().slice(0, 10)).toBe(to);
  });

  it('quotes CSV and defuses formulas', () => {
    const rows = [
      { a: 'x, "y"', b: -5 },
      { a: '=1+1', b: null },
    ];
    expect(toCsv(['a', 'b'], rows)).toBe('a,b\r\n"x, ""y""",-5\r\n\'=1+1,\r\n');
  });
});
