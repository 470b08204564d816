import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { logTransport, sendQueued } from '../services/mailer.ts';

export async function sendEmails(shop: ShopContext): Promise<number> {
  const sent = await sendQueued(shop.db, logTransport, shop.now());
  if (sent > 0) log.debug('e-mail queue worked off', { sent });
  return sent;
}
