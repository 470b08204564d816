import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../lib/database.ts';

export interface CategorySales {
  category: string;
  orders: number;
  units: number;
  gross_cents: number;
  discount_cents: number;
}

/** Days are inclusive, in UTC. */
export function salesByCategory(db: Database, from: string, to: string): Promise<CategorySales[]> {
  return rowsOf<CategorySales>(
    db,
    sql`
      select c.name as category,
             count(distinct o.id)::int as orders,
             sum(l.quantity)::int as units,
             sum(l.quantity * l.unit_cents - l.discount_cents)::int as gross_cents,
             sum(l.discount_cents)::int as discount_cents
        from order_lines l
        join orders o on o.id = l.order_id
        join product_variants v on v.sku = l.sku
        join products p on p.id = v.product_id
        join categories c on c.id = p.category_id
       where o.status not in ('cancelled', 'refunded')
         and (o.placed_at at time zone 'UTC')::date between ${from}::date and ${to}::date
       group by c.id, c.name
       order by gross_cents desc, c.name`,
  );
}

export interface DeliveryPunctuality {
  carrier: string;
  country: string;
  parcels: number;
  late: number;
  shipping_cents: number;
}

/** Which carrier keeps our promises, and where. */
export function deliveryPunctuality(db: Database): Promise<DeliveryPunctuality[]> {
  return rowsOf<DeliveryPunctuality>(
    db,
    sql`
      select s.carrier,
             o.ship_to ->> 'country' as country,
             count(*)::int as parcels,
             count(*) filter (where (t.happened_at at time zone 'UTC')::date > s.promised_by)::int as late,
             sum(o.shipping_cents)::int as shipping_cents
        from shipments s
        join orders o on o.id = s.order_id
        join tracking_events t on t.shipment_id = s.id and t.status = 'delivered'
       group by s.carrier, country
       order by s.carrier, country`,
  );
}
