/** Prices are gross, as European law wants them shown; tax is what is contained in them. */
import { HttpError } from '../lib/errors.ts';
import { includedTax } from '../lib/money.ts';
import { sumBy } from '../lib/utils.ts';
import type { TaxClass } from '../models/products.ts';
import type { PricedBasket, PricedLine } from './pricing.ts';

/** Percent, by country of delivery (Directive 2006/112/EC, article 33). */
const TAX_RATES: Record<string, Record<TaxClass, number>> = {
  AT: { standard: 20, reduced: 10, zero: 0 },
  DE: { standard: 19, reduced: 7, zero: 0 },
  NL: { standard: 21, reduced: 9, zero: 0 },
};

export interface OrderTotals {
  lines: (PricedLine & { taxRatePercent: number })[];
  subtotalCents: number;
  discountCents: number;
  shippingCents: number;
  taxCents: number;
  totalCents: number;
}

function ratesFor(country: string): Record<TaxClass, number> {
  const rates = TAX_RATES[country];
  if (rates === undefined) {
    throw new HttpError(422, 'NO_DELIVERY', `We do not deliver to ${country} yet.`);
  }
  return rates;
}

export function orderTotals(
  basket: PricedBasket,
  shippingCents: number,
  country: string,
): OrderTotals {
  const rates = ratesFor(country);
  const lines = basket.lines.map((line) => ({ ...line, taxRatePercent: rates[line.taxClass] }));
  const goodsTax = sumBy(lines, (line) =>
    includedTax(line.unitCents * line.quantity - line.discountCents, line.taxRatePercent),
  );
  const { subtotalCents, discountCents } = basket;
  return {
    lines,
    subtotalCents,
    discountCents,
    shippingCents,
    taxCents: goodsTax + includedTax(shippingCents, rates.standard),
    totalCents: subtotalCents - discountCents + shippingCents,
  };
}
