import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../lib/database.ts';

export interface CustomerValue {
  customer_id: number;
  email: string;
  orders: number;
  paid_cents: number;
  refunded_cents: number;
  last_order: string;
}

/** Customers by what they have really paid, refunds taken off. */
export function customerValues(db: Database, limit: number): Promise<CustomerValue[]> {
  return rowsOf<CustomerValue>(
    db,
    sql`
      with paid as (
        select p.order_id,
               sum(p.amount_cents) as paid_cents,
               coalesce(sum(r.amount_cents), 0) as refunded_cents
          from payments p
          left join (select payment_id, sum(amount_cents) as amount_cents
                       from refunds group by payment_id) r on r.payment_id = p.id
         where p.status in ('captured', 'refunded')
         group by p.order_id
      )
      select u.id as customer_id,
             u.email,
             count(o.id)::int as orders,
             sum(paid.paid_cents)::int as paid_cents,
             sum(paid.refunded_cents)::int as refunded_cents,
             to_char(max(o.placed_at) at time zone 'UTC', 'YYYY-MM-DD') as last_order
        from users u
        join orders o on o.customer_id = u.id
        join paid on paid.order_id = o.id
       group by u.id, u.email
       order by sum(paid.paid_cents) - sum(paid.refunded_cents) desc, u.id
       limit ${limit}`,
  );
}
