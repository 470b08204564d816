import type { Consumer, Outcome } from './consumer.ts';
import { InvalidEventError } from './consumer.ts';
import { Inbox } from './inbox.ts';
import { ORDER_CREATED, type OrderCreatedData, type OrderEvent } from './order-created.ts';

/** What a confirmation is written from. */
export type Notified = Pick<
  OrderCreatedData,
  'orderId' | 'customerId' | 'lines' | 'total' | 'placedAt'
>;

/**
 * Writes one confirmation for each order. A second one would be worse than a late one.
 *
 * @param since ISO 8601; orders placed before are confirmed by the shop, and only rehearsed here, so
 * that both can be compared before anybody's mail depends on it
 */
export function notifications(path = ':memory:', since = ''): Consumer {
  const from = since === '' ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const inbox = new Inbox(
    path,
    `create table if not exists confirmations (
       order_id integer primary key, customer_id integer not null, text text not null,
       rehearsed integer not null default 0) strict`,
  );
  return {
    name: 'notifications',
    take: (event): Outcome => {
      if (event.type !== ORDER_CREATED) return 'ignored';
      const { orderId, customerId, lines, total, placedAt } = checked(event);
      const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
      const text = `Order ${orderId}: ${units} ${units === 1 ? 'item' : 'items'}, ${money(total)}`;
      const isNew = inbox.once(event, () => {
        inbox.database
          .prepare('insert into confirmations values (?, ?, ?, ?) on conflict do nothing')
          .run(orderId, customerId, text, Date.parse(placedAt) < from ? 1 : 0);
      });
      return isNew ? 'taken' : 'duplicate';
    },
    report: () =>
      inbox.database
        .prepare('select text, rehearsed from confirmations order by order_id')
        .all()
        .map(({ text, rehearsed }) => (rehearsed === 1 ? `(rehearsed) ${text}` : text)),
    close: () => inbox.close(),
  };
}

function money({ amount, currency }: Notified['total']): string {
  return `${(amount / 100).toFixed(2)} ${currency}`;
}

function checked({ data }: OrderEvent<unknown>): Notified {
  const { orderId, customerId, lines, total, placedAt } = (data ?? {}) as Partial<Notified>;
  const isWhole =
    Number.isInteger(orderId) &&
    Number.isInteger(customerId) &&
    Array.isArray(lines) &&
    Number.isInteger(total?.amount) &&
    typeof total?.currency === 'string' &&
    !Number.isNaN(Date.parse(placedAt ?? ''));
  if (!isWhole) {
    throw new InvalidEventError('orderId, customerId, lines, total and placedAt are needed');
  }
  return data as Notified;
}
