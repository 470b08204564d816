import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, formatCents, includedTax } from '../../src/lib/money.ts';

describe('money', () => {
  it.each([
    [0, '€0.00'],
    [5, '€0.05'],
    [123_456, '€1234.56'],
    [-250, '-€2.50'],
  ])('formats %i cents as %s', (cents, text) => {
    expect(formatCents(cents)).toBe(text);
  });

  it.each([
    [11_900, 19, 1_900],
    [10_700, 7, 700],
    [100, 0, 0],
  ])('finds the tax in %i at %i %%', (gross, rate, tax) => {
    expect(includedTax(gross, rate)).toBe(tax);
  });

  it('splits without losing a cent, each share within one cent of its exact part', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), weights, (cents, parts) => {
        const shares = allocate(cents, parts);
        const whole = parts.reduce((a, b) => a + b, 0);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(cents);
        if (whole === 0) return;
        for (const [index, part] of parts.entries()) {
          expect(Math.abs((shares[index] ?? 0) - (cents * part) / whole)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
