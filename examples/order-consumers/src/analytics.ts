import type { Consumer, Outcome } from './consumer.ts';
import { InvalidEventError } from './consumer.ts';
import { Inbox } from './inbox.ts';
import { ORDER_CREATED, type OrderCreatedData, type OrderEvent } from './order-created.ts';

/** What the figures are made of. */
export type Counted = Pick<OrderCreatedData, 'lines' | 'total' | 'placedAt'>;

/**
 * Figures by day. They come out the same in whatever order events arrive: a day is that of the order, not
 * of its arrival, sums do not mind, and the last sale is the latest one, not the last to arrive.
 */
export function analytics(path = ':memory:'): Consumer {
  const inbox = new Inbox(
    path,
    `create table if not exists days (
       day text primary key, orders integer not null, units integer not null, gross integer not null) strict;
     create table if not exists skus (
       sku text primary key, units integer not null, last_sold_at text not null) strict`,
  );
  const { database } = inbox;
  const count = ({ lines, total, placedAt }: Counted): void => {
    const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    database
      .prepare(
        `insert into days values (?, 1, ?, ?) on conflict (day) do update
           set orders = orders + 1, units = units + excluded.units, gross = gross + excluded.gross`,
      )
      .run(placedAt.slice(0, 10), units, total.amount);
    const sold = database.prepare(
      `insert into skus values (?, ?, ?) on conflict (sku) do update
         set units = units + excluded.units, last_sold_at = max(last_sold_at, excluded.last_sold_at)`,
    );
    for (const { sku, quantity } of lines) sold.run(sku, quantity, placedAt);
  };
  return {
    name: 'analytics',
    take: (event): Outcome => {
      if (event.type !== ORDER_CREATED) return 'ignored';
      const counted = checked(event);
      return inbox.once(event, () => count(counted)) ? 'taken' : 'duplicate';
    },
    report: () => ({
      days: database
        .prepare('select * from days order by day')
        .all()
        .map((row) => ({ ...row })),
      skus: database
        .prepare('select * from skus order by sku')
        .all()
        .map((row) => ({ ...row })),
    }),
    close: () => inbox.close(),
  };
}

function checked({ data }: OrderEvent<unknown>): Counted {
  const { lines, total, placedAt } = (data ?? {}) as Partial<Counted>;
  const isWhole =
    Array.isArray(lines) &&
    Number.isInteger(total?.amount) &&
    !Number.isNaN(Date.parse(placedAt ?? ''));
  if (!isWhole) throw new InvalidEventError('lines, total and placedAt are needed');
  const counted = data as Counted;
  // One form of time, so that texts compare as times do.
  return { ...counted, placedAt: new Date(counted.placedAt).toISOString() };
}
