import type { Level } from './stock.ts';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Units of a line taken from one warehouse. */
export interface Allocation extends Line {
  readonly warehouse: string;
}

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

/** Sorted by SKU; a SKU named twice becomes one line. */
export function mergeLines(lines: readonly Line[]): Line[] {
  const bySku = new Map<string, number>();
  for (const line of lines) bySku.set(line.sku, (bySku.get(line.sku) ?? 0) + line.quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity })).sort(by((line) => line.sku));
}

export function findShortages(lines: readonly Line[], levels: readonly Level[]): Shortage[] {
  return mergeLines(lines).flatMap(({ sku, quantity }) => {
    const available = levels
      .filter((level) => level.sku === sku)
      .reduce((sum, level) => sum + level.onHand - level.reserved, 0);
    return quantity > available ? [{ sku, requested: quantity, available }] : [];
  });
}

/** From the warehouse with the most available units first, then by code; may split a line. */
export function allocate(lines: readonly Line[], levels: readonly Level[]): Allocation[] {
  return mergeLines(lines).flatMap(({ sku, quantity }) => {
    let left = quantity;
    return levels
      .filter((level) => level.sku === sku)
      .map((level) => ({ warehouse: level.warehouse, available: level.onHand - level.reserved }))
      .sort((a, b) => b.available - a.available || compare(a.warehouse, b.warehouse))
      .flatMap(({ warehouse, available }) => {
        const taken = Math.min(left, available);
        left -= taken;
        return taken > 0 ? [{ sku, warehouse, quantity: taken }] : [];
      });
  });
}

function by<T>(key: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => compare(key(a), key(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
