import type { Database } from '../lib/database.ts';
import { HttpError } from '../lib/errors.ts';
import { allocate } from '../lib/money.ts';
import { indexBy, sumBy } from '../lib/utils.ts';
import type { TaxClass } from '../models/products.ts';
import { findVariants, updatePrice } from '../repositories/products.ts';
import { discountOf, redeemable } from './promotions.ts';

export interface PricedLine {
  sku: string;
  title: string;
  quantity: number;
  unitCents: number;
  /** Share of the promotion's discount that falls on this line. */
  discountCents: number;
  weightGrams: number;
  taxClass: TaxClass;
  categoryId: number;
}

export interface PricedBasket {
  lines: PricedLine[];
  subtotalCents: number;
  discountCents: number;
  freeShipping: boolean;
  promotionCode: string | null;
}

async function listPrices(
  db: Database,
  wanted: readonly { sku: string; quantity: number }[],
): Promise<PricedLine[]> {
  const skus = wanted.map((line) => line.sku);
  const variants = indexBy(skus.length === 0 ? [] : await findVariants(db, skus), (row) => row.sku);
  return wanted.map(({ sku, quantity }) => {
    const variant = variants.get(sku);
    if (variant === undefined || variant.productStatus !== 'active') {
      throw new HttpError(409, 'NOT_FOR_SALE', `${sku} is not for sale any more.`, { sku });
    }
    return {
      sku,
      title: `${variant.productName}, ${variant.title}`,
      quantity,
      unitCents: variant.priceCents,
      discountCents: 0,
      weightGrams: variant.weightGrams,
      taxClass: variant.taxClass,
      categoryId: variant.categoryId,
    };
  });
}

/** List prices less the promotion, whose discount is spread over the lines it applies to. */
export async function priceBasket(
  db: Database,
  wanted: readonly { sku: string; quantity: number }[],
  promotionCode: string | null,
  now: Date,
): Promise<PricedBasket> {
  const lines = await listPrices(db, wanted);
  const subtotalCents = sumBy(lines, (line) => line.unitCents * line.quantity);
  const basket = { lines, subtotalCents, discountCents: 0, freeShipping: false, promotionCode };
  if (promotionCode === null) return basket;
  const promotion = await redeemable(db, promotionCode, now);
  const eligible = lines.filter(
    (line) => promotion.categoryId === null || line.categoryId === promotion.categoryId,
  );
  const discountCents = discountOf(
    promotion,
    sumBy(eligible, (line) => line.unitCents * line.quantity),
  );
  const shares = allocate(
    discountCents,
    eligible.map((line) => line.unitCents * line.quantity),
  );
  const shareOf = new Map(eligible.map((line, index) => [line.sku, shares[index] ?? 0]));
  return {
    ...basket,
    lines: lines.map((line) => ({ ...line, discountCents: shareOf.get(line.sku) ?? 0 })),
    discountCents,
    freeShipping: promotion.kind === 'free-shipping' && subtotalCents >= promotion.minimumCents,
  };
}

/** Open baskets see the new price at once; orders keep theirs. */
export async function changePrice(db: Database, sku: string, priceCents: number): Promise<void> {
  if (!(await updatePrice(db, sku, priceCents))) {
    throw new HttpError(404, 'UNKNOWN_SKU', `There is no variant ${sku}.`);
  }
}
