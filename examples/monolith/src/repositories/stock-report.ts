import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../lib/database.ts';

export interface StockCover {
  sku: string;
  product: string;
  available: number;
  sold: number;
  /** Days until empty at the pace of the period; null when nothing was sold. */
  days_left: number | null;
}

/** What to order next: stock against the sales of the last `days` days. */
export function stockCover(db: Database, now: Date, days: number): Promise<StockCover[]> {
  return rowsOf<StockCover>(
    db,
    sql`
      with sold as (
        select l.sku, sum(l.quantity)::int as units
          from order_lines l
          join orders o on o.id = l.order_id
         where o.status <> 'cancelled'
           and o.placed_at > ${now.toISOString()}::timestamptz - make_interval(days => ${days}::int)
         group by l.sku
      )
      select v.sku,
             p.name || ', ' || v.title as product,
             sum(sl.on_hand - sl.reserved)::int as available,
             coalesce(max(sold.units), 0)::int as sold,
             (sum(sl.on_hand - sl.reserved) * ${days}::int / max(sold.units))::int as days_left
        from product_variants v
        join products p on p.id = v.product_id
        join stock_levels sl on sl.sku = v.sku
        left join sold on sold.sku = v.sku
       where p.status = 'active'
       group by v.sku, p.name, v.title
       order by days_left nulls last, available, v.sku collate "C"`,
  );
}
