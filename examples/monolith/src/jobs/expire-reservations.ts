import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { expireOverdue } from '../services/reservations.ts';

export async function expireReservations(shop: ShopContext): Promise<number> {
  const expired = await expireOverdue(shop.db, shop.now());
  if (expired > 0) log.info('reservations expired', { reservations: expired });
  return expired;
}
