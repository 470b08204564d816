import { toCsv } from '../lib/csv.ts';
import { HttpError } from '../lib/errors.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { addDays, isoDay, startOfDay, sumBy } from '../lib/utils.ts';
import { customerValues } from '../repositories/customer-report.ts';
import { findBestsellers, findDays } from '../repositories/sales-figures.ts';
import { deliveryPunctuality, salesByCategory } from '../repositories/sales-report.ts';
import { stockCover } from '../repositories/stock-report.ts';

const MAXIMUM_DAYS = 366;
const COVER_DAYS = 30;

export interface Period {
  from: string;
  to: string;
}

/** The last 30 days when nothing is said. */
export function periodOf(shop: ShopContext, asked: Partial<Period>): Period {
  const to = asked.to ?? isoDay(shop.now());
  const from = asked.from ?? isoDay(addDays(startOfDay(to), -29));
  const days = (startOfDay(to).getTime() - startOfDay(from).getTime()) / (24 * 60 * 60_000);
  if (days < 0 || days > MAXIMUM_DAYS) {
    throw new HttpError(400, 'INVALID_PERIOD', `A period has 1 to ${MAXIMUM_DAYS} days.`);
  }
  return { from, to };
}

export async function salesReport(shop: ShopContext, period: Period) {
  const days = await findDays(shop.db, period.from, period.to);
  return {
    ...period,
    days,
    totals: {
      orders: sumBy(days, (day) => day.orders),
      units: sumBy(days, (day) => day.units),
      grossCents: sumBy(days, (day) => day.grossCents),
      refundedCents: sumBy(days, (day) => day.refundedCents),
    },
    categories: await salesByCategory(shop.db, period.from, period.to),
    bestsellers: await findBestsellers(shop.db, 10),
  };
}

export async function salesReportCsv(shop: ShopContext, period: Period): Promise<string> {
  const days = await findDays(shop.db, period.from, period.to);
  return toCsv(['day', 'orders', 'units', 'grossCents', 'refundedCents'], days);
}

export function customerReport(shop: ShopContext) {
  return customerValues(shop.db, 100);
}

export function stockReport(shop: ShopContext) {
  return stockCover(shop.db, shop.now(), COVER_DAYS);
}

export function deliveryReport(shop: ShopContext) {
  return deliveryPunctuality(shop.db);
}
