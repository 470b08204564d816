import type { Consumer, Outcome } from './consumer.ts';
import { InvalidEventError } from './consumer.ts';
import { Inbox } from './inbox.ts';
import { ORDER_CREATED, type OrderCreatedData, type OrderEvent } from './order-created.ts';

/** What a confirmation is written from. */
export type Notified = Pick<OrderCreatedData, 'orderId' | 'customerId' | 'lines' | 'total'>;

/** Writes one confirmation for each order. A second one would be worse than a late one. */
export function notifications(path = ':memory:'): Consumer {
  const inbox = new Inbox(
    path,
    `create table if not exists confirmations (
       order_id integer primary key, customer_id integer not null, text text not null) strict`,
  );
  return {
    name: 'notifications',
    take: (event): Outcome => {
      if (event.type !== ORDER_CREATED) return 'ignored';
      const { orderId, customerId, lines, total } = checked(event);
      const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
      const text = `Order ${orderId}: ${units} ${units === 1 ? 'item' : 'items'}, ${money(total)}`;
      const isNew = inbox.once(event, () => {
        inbox.database
          .prepare('insert into confirmations values (?, ?, ?) on conflict do nothing')
          .run(orderId, customerId, text);
      });
      return isNew ? 'taken' : 'duplicate';
    },
    report: () =>
      inbox.database
        .prepare('select text from confirmations order by order_id')
        .all()
        .map(({ text }) => text),
    close: () => inbox.close(),
  };
}

function money({ amount, currency }: Notified['total']): string {
  return `${(amount / 100).toFixed(2)} ${currency}`;
}

function checked({ data }: OrderEvent<unknown>): Notified {
  const { orderId, customerId, lines, total } = (data ?? {}) as Partial<Notified>;
  const isWhole =
    Number.isInteger(orderId) &&
    Number.isInteger(customerId) &&
    Array.isArray(lines) &&
    Number.isInteger(total?.amount) &&
    typeof total?.currency === 'string';
  if (!isWhole) throw new InvalidEventError('orderId, customerId, lines and total are needed');
  return data as Notified;
}
