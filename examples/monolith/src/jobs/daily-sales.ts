import { sql } from 'drizzle-orm';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { addDays, isoDay } from '../lib/utils.ts';
import { forgetOldVisits } from '../services/visits.ts';

/**
 * Computes yesterday's figures anew from orders and refunds: what was cancelled since, and events
 * lost in a crash, are put right.
 */
export async function recomputeYesterday(shop: ShopContext): Promise<void> {
  const day = isoDay(addDays(shop.now(), -1));
  await recomputeDay(shop, day);
  const forgotten = await forgetOldVisits(shop);
  log.info('daily sales recomputed', { day, forgotten });
}

export async function recomputeDay(shop: ShopContext, day: string): Promise<void> {
  await shop.db.execute(sql`
    insert into daily_sales (day, orders, units, gross_cents, refunded_cents)
    select ${day}::date,
           (select count(*) from orders o
             where o.status <> 'cancelled' and (o.placed_at at time zone 'UTC')::date = ${day}::date),
           (select coalesce(sum(l.quantity), 0) from order_lines l join orders o on o.id = l.order_id
             where o.status <> 'cancelled' and (o.placed_at at time zone 'UTC')::date = ${day}::date),
           (select coalesce(sum(o.total_cents), 0) from orders o
             where o.status <> 'cancelled' and (o.placed_at at time zone 'UTC')::date = ${day}::date),
           (select coalesce(sum(r.amount_cents), 0) from refunds r
             where (r.created_at at time zone 'UTC')::date = ${day}::date)
    on conflict (day) do update
      set orders = excluded.orders,
          units = excluded.units,
          gross_cents = excluded.gross_cents,
          refunded_cents = excluded.refunded_cents`);
}
