import { sql } from 'drizzle-orm';
import { rowsOf } from '../lib/database.ts';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { addMinutes } from '../lib/utils.ts';
import { queueEmail } from '../services/mailer.ts';

const IDLE_MINUTES = 24 * 60;

interface AbandonedCart {
  cart_id: string;
  user_id: number;
  email: string;
  full_name: string;
  units: number;
}

/** Reminds once per basket, and only those who want to hear from us. */
export async function remindOfCarts(shop: ShopContext): Promise<number> {
  const now = shop.now();
  const idleSince = addMinutes(now, -IDLE_MINUTES).toISOString();
  return shop.db.transaction(async (tx) => {
    const abandoned = await rowsOf<AbandonedCart>(
      tx,
      sql`
        select c.id as cart_id, u.id as user_id, u.email, u.full_name, sum(i.quantity)::int as units
          from carts c
          join cart_items i on i.cart_id = c.id
          join users u on u.id = c.user_id
          left join notification_preferences n on n.user_id = u.id
         where c.updated_at < ${idleSince}::timestamptz
           and c.reminded_at is null
           and u.marketing_consent
           and coalesce(n.cart_reminders, true)
         group by c.id, u.id, u.email, u.full_name
         order by c.id`,
    );
    for (const cart of abandoned) {
      const { user_id: userId, email, full_name: name, units } = cart;
      await queueEmail(tx, { userId, email }, 'basket-reminder', { name, units }, now);
      await tx.execute(
        sql`update carts set reminded_at = ${now.toISOString()}::timestamptz where id = ${cart.cart_id}::uuid`,
      );
    }
    if (abandoned.length > 0) log.info('baskets reminded of', { carts: abandoned.length });
    return abandoned.length;
  });
}
