import type { Database } from '../lib/database.ts';
import { HttpError } from '../lib/errors.ts';
import { settings } from '../lib/settings.ts';
import { addDays } from '../lib/utils.ts';
import type { ShippingService } from '../models/shipments.ts';
import { findRate } from '../repositories/shipments.ts';

export interface DeliveryRequest {
  country: string;
  service: ShippingService;
  grams: number;
  goodsCents: number;
  /** A promotion pays for standard delivery. */
  free: boolean;
  now: Date;
}

export interface DeliveryQuote {
  carrier: string;
  service: ShippingService;
  grams: number;
  priceCents: number;
  promisedBy: Date;
}

const CARRIERS: Record<ShippingService, string> = {
  standard: 'Heron Post',
  express: 'Swift Courier',
};

/** Carton and filling. */
const PACKAGING_GRAMS = 250;

/** Sundays are not delivery days. */
export function addDeliveryDays(from: Date, days: number): Date {
  let date = from;
  for (let left = days; left > 0; ) {
    date = addDays(date, 1);
    if (date.getUTCDay() !== 0) left -= 1;
  }
  return date;
}

export async function quoteDelivery(
  db: Database,
  request: DeliveryRequest,
): Promise<DeliveryQuote> {
  const { country, service, goodsCents, free, now } = request;
  const grams = request.grams + PACKAGING_GRAMS;
  const rate = await findRate(db, country, service, grams);
  if (rate === undefined) {
    throw new HttpError(422, 'NO_DELIVERY', `No ${service} delivery of ${grams} g to ${country}.`);
  }
  const gratis = service === 'standard' && (free || goodsCents >= settings.freeShippingFromCents);
  return {
    carrier: CARRIERS[service],
    service,
    grams,
    priceCents: gratis ? 0 : rate.priceCents,
    promisedBy: addDeliveryDays(now, rate.days),
  };
}
